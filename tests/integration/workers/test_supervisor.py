"""The supervisor with real processes: it restarts, gives up, stops in order, and leaves nobody behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from redis import Redis

from tests.integration.workers.probe_app import app
from workers import supervisor as module
from workers.embedded import ServerUrls, environment
from workers.errors import ServerMissing
from workers.supervisor import ProcessSpec, Supervisor


class Lines:
    """What the processes wrote, and a way to wait for it."""

    def __init__(self) -> None:
        self.all: list[tuple[str, str]] = []
        self._changed = threading.Condition()

    def __call__(self, name: str, line: str) -> None:
        with self._changed:
            self.all.append((name, line))
            self._changed.notify_all()

    def of(self, name: str) -> list[str]:
        return [line for who, line in self.all if who == name]

    def wait_for(self, name: str, pattern: str, times: int = 1, limit_s: float = 30.0) -> list[str]:
        def found() -> list[str]:
            return [line for line in self.of(name) if re.search(pattern, line)]

        with self._changed:
            assert self._changed.wait_for(lambda: len(found()) >= times, limit_s), f"not said: {pattern}\n{self.all}"
            return found()


@pytest.fixture
def lines() -> Lines:
    return Lines()


@pytest.fixture
def supervise(lines: Lines) -> Iterator[Callable[..., Supervisor]]:
    started: list[Supervisor] = []

    def start(*processes: ProcessSpec, **env: str) -> Supervisor:
        started.append(Supervisor(processes, env, lines))
        started[-1].start()
        return started[-1]

    yield start
    for running in started:
        running.stop()


def script(folder: Path, name: str, code: str, *, grace_s: float = 5.0, stops_first: bool = False) -> ProcessSpec:
    path = folder / f"{name}.py"
    path.write_text(textwrap.dedent(code))
    return ProcessSpec(name, (sys.executable, str(path)), grace_s, stops_first)


WAITING = "import os, signal; print('pid', os.getpid()); signal.pause()"


def gone(*pids: int) -> bool:
    """Whether the processes ended within a bounded time."""
    alive = [psutil.Process(number) for number in pids if psutil.pid_exists(number)]
    return psutil.wait_procs(alive, timeout=15)[1] == []


def test_lines_carry_the_name_and_environment_reaches_the_process(
    supervise: Callable[..., Supervisor], lines: Lines, tmp_path: Path
) -> None:
    code = "import os, sys; print(os.environ['GREETING']); print('trouble', file=sys.stderr);" + WAITING
    supervise(script(tmp_path, "web", code), GREETING="hello")
    lines.wait_for("web", r"^hello$")
    lines.wait_for("web", r"^trouble$")


def test_a_process_that_dies_is_started_again(
    supervise: Callable[..., Supervisor], lines: Lines, tmp_path: Path
) -> None:
    supervise(script(tmp_path, "web", WAITING))
    first = int(lines.wait_for("web", r"^pid \d+$")[0].split()[1])
    os.kill(first, signal.SIGKILL)
    second = int(lines.wait_for("web", r"^pid \d+$", times=2)[1].split()[1])
    assert second != first
    assert lines.of("supervisor") == ["web ended (killed by SIGKILL); starting again in 0.5 s."]


def test_what_a_dead_process_left_behind_is_ended_before_the_next_start(
    supervise: Callable[..., Supervisor], lines: Lines, tmp_path: Path
) -> None:
    code = """
        import os, subprocess, sys, signal
        helper = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
        print("pids", os.getpid(), helper.pid)
        signal.pause()
    """
    supervise(script(tmp_path, "web", code))
    main, helper = map(int, lines.wait_for("web", r"^pids")[0].split()[1:])
    os.kill(main, signal.SIGKILL)
    lines.wait_for("web", r"^pids", times=2)
    assert gone(helper)


def test_one_that_keeps_dying_is_tried_for_ever_and_said_once_until_it_is_well(
    lines: Lines, tmp_path: Path, supervise: Callable[..., Supervisor], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FIRST_DELAY_S", 0.01)
    monkeypatch.setattr(module, "LAST_DELAY_S", 0.1)
    monkeypatch.setattr(module, "QUICK_S", 1.0)
    mended = tmp_path / "mended"
    code = f"import os, signal; print('try')\nif os.path.exists({str(mended)!r}): signal.pause()\nraise SystemExit(3)"
    running = supervise(script(tmp_path, "beat", code), script(tmp_path, "web", WAITING))
    lines.wait_for("beat", "try", times=8)
    told = lines.of("supervisor")
    assert [line for line in told if "starting again" not in line] == [
        "beat ended 5 times in a row right after its start (last: exit code 3). Its own lines say why: mend that. "
        "It is tried again every 0 s."
    ]
    assert len(told) == 5
    assert running.ailing == ["beat"]
    mended.touch()
    lines.wait_for("supervisor", r"^beat is well again\.$")
    assert running.ailing == []
    assert psutil.pid_exists(int(lines.wait_for("web", r"^pid \d+$")[0].split()[1])), "the others go on"


def test_a_worker_without_our_care_for_messages_is_back_after_each_one_that_ends_it(
    supervise: Callable[..., Supervisor], lines: Lines, servers: ServerUrls
) -> None:
    """The probe's app reads messages as kombu does, and dies of each."""
    supervise(celery_worker("poisoned"), **environment(servers), PROBE_QUEUE="poisoned")
    with Redis.from_url(servers.redis_url) as redis:
        for times in (1, 2):
            lines.wait_for("worker", "ready", times=times)
            redis.lpush("poisoned", b"no message at all")
            lines.wait_for("supervisor", "worker ended", times=times)
    lines.wait_for("worker", "ready", times=3, limit_s=15)
    with probe_client(servers) as client:
        assert client.send_task("probe.pid", queue="poisoned").get(timeout=20)


def test_workers_finish_their_work_before_the_others_are_asked_to_stop(
    supervise: Callable[..., Supervisor], lines: Lines, tmp_path: Path
) -> None:
    code = """
        import signal, sys, threading
        asked = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_: asked.set())
        print("ready"); asked.wait(); print("asked"); {work}; print("done")
    """
    worker = script(tmp_path, "worker", code.format(work="threading.Event().wait(0.4)"), stops_first=True)
    running = supervise(script(tmp_path, "web", code.format(work="0")), worker)
    lines.wait_for("web", "ready")
    lines.wait_for("worker", "ready")
    running.stop()
    said = [(name, line) for name, line in lines.all if line != "ready"]
    assert said == [("worker", "asked"), ("worker", "done"), ("web", "asked"), ("web", "done")]


def test_one_that_does_not_stop_in_its_time_is_killed_with_its_children(
    supervise: Callable[..., Supervisor], lines: Lines, tmp_path: Path
) -> None:
    code = """
        import os, signal
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        child = os.fork()
        os.write(1, f"pid {os.getpid()}\\n".encode())
        while True: signal.pause()
    """
    running = supervise(script(tmp_path, "web", code, grace_s=0.2))
    pids = [int(line.split()[1]) for line in lines.wait_for("web", r"^pid", times=2)]
    running.stop()
    assert gone(*pids)
    assert lines.of("supervisor") == ["web did not stop within 0 s; killed."]


def test_a_program_that_is_not_there_is_named_before_anything_starts(lines: Lines, tmp_path: Path) -> None:
    processes = [script(tmp_path, "web", WAITING), ProcessSpec("flower", ("no-such-program",))]
    with pytest.raises(ServerMissing, match=r"no-such-program, which runs flower, is not installed"):
        Supervisor(processes, {}, lines).start()
    assert lines.all == []


def test_a_real_worker_serves_and_stops_warmly(
    supervise: Callable[..., Supervisor], lines: Lines, servers: ServerUrls, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = supervise(celery_worker("warm"), **environment(servers), PROBE_QUEUE="warm")
    lines.wait_for("worker", "ready")
    with probe_client(servers) as client:
        child = client.send_task("probe.pid", queue="warm").get(timeout=20)
    assert psutil.pid_exists(child)
    running.stop()
    lines.wait_for("worker", "Warm shutdown")
    assert gone(child)


def celery_worker(queue: str) -> ProcessSpec:
    celery = str(Path(sys.executable).parent / "celery")
    options = ("-A", "tests.integration.workers.probe_app", "worker", "-c", "2", "-Q", queue, "-n", f"{queue}@%h")
    quiet = ("--without-gossip", "--without-mingle", "-l", "INFO")
    return ProcessSpec("worker", (celery, *options, *quiet), grace_s=20.0, stops_first=True)


class probe_client:  # noqa: N801  # reads as a statement
    """The probe app as a client of these servers, its connections closed afterwards."""

    def __init__(self, servers: ServerUrls) -> None:
        app.conf.update(broker_url=servers.redis_url, result_backend=servers.redis_url)

    def __enter__(self) -> object:
        return app

    def __exit__(self, *_: object) -> None:
        app.close()


UP = """
import sys
from pathlib import Path
from config.settings import Settings
from workers.embedded import environment, running_servers
from workers.supervisor import Supervisor, spec_from_procfile
import os

with running_servers(Settings(data_dir=Path(sys.argv[1]), redis_url=None, mongo_url=None)) as urls:
    Supervisor(spec_from_procfile(Path(sys.argv[2]), os.environ), {**environment(urls), "PROBE_QUEUE": "up"}).run()
print("stopped in order")
"""
PROCFILE = """
# as in the real one: a worker with pool children, a program that knows no lifeline and never rests
worker: celery -A tests.integration.workers.probe_app worker -c 2 -Q up -n up@%h --without-mingle -l INFO
busy: python -c "print('busy'); [None for _ in iter(int, 1)]"
"""


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM])
def test_ending_the_supervisor_ends_everybody(tmp_path: Path, ending: signal.Signals) -> None:
    (tmp_path / "Procfile").write_text(PROCFILE)
    command = [sys.executable, "-c", UP, str(tmp_path / "var"), str(tmp_path / "Procfile")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as up:
        assert up.stdout
        said = iter(up.stdout.readline, "")
        assert any("ready." in line for line in said)
        family = psutil.Process(up.pid).children(recursive=True)
        names = [process.name() for process in family]
        assert {"mongod", "valkey-server"} <= set(names)
        assert len(family) >= 9  # 2 servers and the busy one with a guard each, a worker and its 2 children
        up.send_signal(ending)
        rest = up.stdout.read() if ending is not signal.SIGKILL else "stopped in order"
    assert "stopped in order" in rest
    assert psutil.wait_procs(family, timeout=20)[1] == []


PATIENT = """
import sys
from pathlib import Path
from workers.supervisor import ProcessSpec, Supervisor

worker = ProcessSpec("worker", (sys.executable, sys.argv[1]), grace_s=60.0, stops_first=True)
web = ProcessSpec("web", (sys.executable, "-c", "import signal; signal.pause()"))  # runs while the worker finishes
Supervisor([worker, web], {}).run()
print("over")
"""


def test_a_second_ctrl_c_does_not_wait(tmp_path: Path) -> None:
    (tmp_path / "worker.py").write_text(
        "import signal\nsignal.signal(15, lambda *_: print('asked'))\nprint('on')\nwhile True: signal.pause()"
    )
    command = [sys.executable, "-c", PATIENT, str(tmp_path / "worker.py")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as patient:
        assert patient.stdout
        assert patient.stdout.readline() == "worker | on\n"
        patient.send_signal(signal.SIGINT)
        assert patient.stdout.readline() == "worker | asked\n"
        patient.send_signal(signal.SIGINT)
        assert patient.communicate(timeout=30)[0] == "over\n", "nobody is started again"


def test_a_program_of_another_kind_is_guarded(supervise: Callable[..., Supervisor], lines: Lines) -> None:
    running = supervise(ProcessSpec("other", ("/bin/sh", "-c", "echo $$; exec sleep 600")))
    number = int(lines.wait_for("other", r"^\d+$")[0])
    running.stop()
    assert gone(number)


def test_stopping_what_never_started_is_harmless(lines: Lines, tmp_path: Path) -> None:
    Supervisor([script(tmp_path, "web", WAITING)], {}, lines).stop()
    assert lines.all == []
