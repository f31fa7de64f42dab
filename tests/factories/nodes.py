"""pytest-celery's nodes as processes of this machine, where no Docker engine runs: Valkey, workers, the sweeper.

Each writes a log of its own and holds the test run's lifeline, so none outlives it, kill -9 included.
"""

from __future__ import annotations

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import celery
import pytest_celery.vendors.worker.content.utils as asked_in_container
import redis
from pytest_celery import CeleryTestContainer
from pytest_docker_tools.exceptions import ContainerFailed

from workers.data_folder import ServerHome
from workers.guard import guarded, holding
from workers.lifeline import Lifeline
from workers.ports import free_port
from workers.valkey import Valkey

READY_LIMIT_S = 30.0
STOP_LIMIT_S = 15.0
POLL_S = 0.02


def wait_until(check: Callable[[], object], what: str, limit_s: float = READY_LIMIT_S) -> None:
    deadline = time.monotonic() + limit_s
    while not check():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what}: not within {limit_s:.0f} s")
        time.sleep(POLL_S)


class LocalProcess(CeleryTestContainer):
    """What pytest-celery asks of a container, answered by a process. Started with `start()`, ended by `teardown()`."""

    ready_prompt: str | None = None

    def __init__(
        self, name: str, command: Sequence[str], folder: Path, line: Lifeline, env: Mapping[str, str] | None = None
    ) -> None:
        # The parent's __init__ wants a container of a Docker engine; everything it serves is answered here.
        folder.mkdir(parents=True, exist_ok=True)
        self._name, self._command, self._folder, self._line = name, list(command), folder, line
        self._env = {**os.environ, "PYTHONUNBUFFERED": "1", **(env or {}), **line.environment}
        self._log = folder / f"{name}.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._said_before = 0  # length of the log when the present process started

    def start(self) -> LocalProcess:
        self._said_before = len(self.logs())
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                env=self._env,
                pass_fds=[self._line.read_fd],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        return self

    def wait_ready(self) -> LocalProcess:
        wait_until(self.ready, f"{self.name} ready")
        return self

    @property
    def id(self) -> str:
        return socket.gethostname()  # a worker's name ends in it

    @property
    def name(self) -> str:
        return self._name

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    @property
    def status(self) -> str:
        return "running" if self._process is not None and self._process.poll() is None else "exited"

    @property
    def attrs(self) -> dict[str, Any]:
        return {"Config": {"Hostname": "127.0.0.1", "Env": []}, "NetworkSettings": {"Networks": {}, "Ports": {}}}

    def reload(self) -> None:
        """A process needs no refreshing."""

    def ready(self) -> bool:
        if self.status == "exited":
            raise ContainerFailed(self, f"{self.name} ended:\n{self.logs()[-2000:]}")
        return self.ready_prompt is None or self.ready_prompt in self.logs()[self._said_before :]

    def logs(self) -> str:
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def kill(self, signal: str | int = "SIGKILL") -> None:
        """The signal to the main process; SIGKILL to all of it, as a container's kill does."""
        number = _number(signal)
        if self.status == "running":
            (os.killpg if number == _number("SIGKILL") else os.kill)(self.pid, number)
            if number in (_number("SIGKILL"), _number("SIGTERM")):
                self._wait()

    def restart(self, timeout: float = STOP_LIMIT_S) -> None:  # noqa: ARG002  # as the container has it
        self.teardown()
        self.start().wait_ready()

    def exec_run(self, command: str | Sequence[str], **_: Any) -> tuple[int, bytes]:
        argv = shlex.split(command) if isinstance(command, str) else list(command)
        argv[0] = sys.executable if argv[0] == "python" else argv[0]
        env = {**self._env, "PYTHONPATH": str(Path(asked_in_container.__file__).parent)}
        done = subprocess.run(argv, capture_output=True, env=env, check=False)
        return done.returncode, done.stdout or done.stderr

    def ask_to_stop(self) -> None:
        if self.status == "running":
            os.kill(self.pid, _number("SIGTERM"))

    def teardown(self) -> None:
        self.ask_to_stop()
        self._wait()

    def wait_ended(self) -> None:
        """It ends by itself, or somebody else killed it."""
        wait_until(lambda: self.status == "exited", f"{self.name} ended")

    def _wait(self) -> None:
        if self._process is None:
            return
        try:
            self._process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            os.killpg(self.pid, _number("SIGKILL"))
            self._process.wait()


class ValkeyProcess(LocalProcess):
    """A Valkey of its own, started as the embedded one is, on one port for its whole life."""

    def __init__(self, name: str, folder: Path, line: Lifeline) -> None:
        home = ServerHome("redis", folder)
        home.prepare()
        self._port = free_port()
        self._valkey = Valkey(home)
        super().__init__(name, guarded(self._valkey.command(self._port)), folder, line)

    def ready(self) -> bool:
        return super().ready() and self._valkey.ready(self._port)

    @property
    def url(self) -> str:
        return self._valkey.url(self._port)

    @property
    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url)

    @property
    def celeryconfig(self) -> dict[str, Any]:
        return {"url": self.url, "host_url": self.url, "hostname": "127.0.0.1", "port": self._port, "vhost": "0"}


class WorkerProcess(LocalProcess):
    """A worker of the project's own app."""

    ready_prompt = "ready."

    def __init__(
        self,
        name: str,
        folder: Path,
        line: Lifeline,
        env: Mapping[str, str],
        *,
        queues: Sequence[str],
        concurrency: int = 2,
        app: str = "workers.app",
    ) -> None:
        self._queues = ",".join(queues)
        options = ["-A", app, "worker", "-n", f"{name}@%h", "-Q", self._queues, "-c", str(concurrency)]
        quiet = ["--without-gossip", "--without-mingle", "-O", "fair", "-E", "-l", "INFO"]
        program = str(Path(sys.executable).parent / "celery")
        super().__init__(name, holding([program, *options, *quiet]), folder, line, env)

    @property
    def celeryconfig(self) -> dict[str, Any]:
        return {}

    def version(self) -> str:
        return str(celery.__version__)

    def log_level(self) -> str:
        return "INFO"

    def worker_name(self) -> str:
        return self.name

    def worker_queue(self) -> str:
        return self._queues


class SweeperProcess(LocalProcess):
    def __init__(self, name: str, folder: Path, line: Lifeline, env: Mapping[str, str]) -> None:
        super().__init__(name, holding(["-m", "workers.sweeper"]), folder, line, env)


def stop_together(processes: Sequence[LocalProcess]) -> None:
    """Workers take their time to stop; all at once it is taken once."""
    for process in processes:
        process.ask_to_stop()
    for process in processes:
        process.teardown()


def _number(name: str | int) -> int:
    return int(getattr(signal, name)) if isinstance(name, str) else name
