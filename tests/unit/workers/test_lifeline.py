"""The lifeline and the guard, with real processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from workers.guard import guarded, holding
from workers.lifeline import ABANDONED, VARIABLE, Lifeline, hold

STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('on', flush=True); signal.pause()"
FORKING = """
import os, signal
from workers.lifeline import hold
assert hold() and hold()
if child := os.fork():
    print(os.getpid(), child, flush=True)
signal.pause()
"""


@pytest.fixture
def line() -> Iterator[Lifeline]:
    made = Lifeline()
    yield made
    made.close()


def started(command: list[str], line: Lifeline) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command, env=os.environ | line.environment, pass_fds=[line.read_fd], stdout=subprocess.PIPE, text=True
    )


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


def test_without_a_line_there_is_nothing_to_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    assert hold() is False


def test_a_process_and_its_fork_end_when_the_line_closes(line: Lifeline) -> None:
    with started([sys.executable, "-c", FORKING], line) as process:
        family = [psutil.Process(int(number)) for number in first_line(process).split()]
        line.close()
        line.close()
        assert process.wait(15) == ABANDONED
        assert psutil.wait_procs(family, timeout=15)[1] == []


@pytest.mark.skipif(sys.platform != "linux", reason="the parent-death signal is Linux's")
def test_a_fork_ends_with_its_parent_though_the_line_is_open(line: Lifeline) -> None:
    with started([sys.executable, "-c", FORKING], line) as process:
        family = [psutil.Process(int(number)) for number in first_line(process).split()]
        process.kill()
        assert psutil.wait_procs(family[1:], timeout=15)[1] == []


def test_the_guard_stops_its_server_when_the_line_closes(line: Lifeline) -> None:
    code = "import signal; print('on', flush=True); signal.pause()"
    with started(guarded([sys.executable, "-c", code]), line) as guard:
        assert first_line(guard) == "on"
        server = psutil.Process(guard.pid).children()
        line.close()
        assert psutil.wait_procs(server, timeout=15)[1] == []
    assert guard.returncode == 128 + signal.SIGTERM


def test_the_guard_passes_a_request_to_stop_on(line: Lifeline) -> None:
    code = "import signal, sys; signal.signal(15, lambda *_: sys.exit(7)); print('on', flush=True); signal.pause()"
    with started(guarded([sys.executable, "-c", code]), line) as guard:
        assert first_line(guard) == "on"
        guard.terminate()
    assert guard.returncode == 7


def test_the_guard_kills_a_server_that_will_not_stop(line: Lifeline) -> None:
    quick = "import workers.guard as guard, sys; guard.STOP_LIMIT_S = 0.1; sys.exit(guard.main(sys.argv[1:]))"
    with started([sys.executable, "-c", quick, "--", sys.executable, "-c", STUBBORN], line) as guard:
        assert first_line(guard) == "on"
        line.close()
    assert guard.returncode == 128 + signal.SIGKILL


def test_a_killed_guard_takes_its_server_along(line: Lifeline) -> None:
    with started(guarded([sys.executable, "-c", STUBBORN]), line) as guard:
        assert first_line(guard) == "on"
        server = psutil.Process(guard.pid).children()
        guard.kill()
        assert psutil.wait_procs(server, timeout=15)[1] == []


def test_a_program_that_cannot_be_started_is_the_guards_exit_code(line: Lifeline) -> None:
    command = guarded(["/no/such/program"])
    outcome = subprocess.run(
        command,
        env=os.environ | line.environment,
        pass_fds=[line.read_fd],
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 127
    assert outcome.stderr == "/no/such/program: No such file or directory\n"


def test_python_holds_the_line_itself_as_a_script_or_a_module(line: Lifeline, tmp_path: Path) -> None:
    (tmp_path / "beside.py").write_text("name = 'beside'")
    script = tmp_path / "script.py"
    script.write_text(
        "import signal, sys, beside; print(beside.name, __name__, *sys.argv[1:], flush=True); signal.pause()"
    )
    with started(holding([str(script), "a", "-b"]), line) as process:
        assert first_line(process) == "beside __main__ a -b"
        assert psutil.Process(process.pid).children() == []
        line.close()
    assert process.returncode == ABANDONED
    outcome = subprocess.run(holding(["-m", "json.tool", "--help"]), capture_output=True, text=True, check=False)
    assert outcome.returncode == 0
    assert "usage:" in outcome.stdout
