"""Workers, sweepers, beats and submitters of one test: real processes on real servers, to be broken one by one."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from pydantic import SecretStr

from config.queues import FOREIGN_QUEUE, QUEUES
from config.settings import Settings
from tests.factories.api import ApiProcess
from tests.factories.nodes import LocalProcess, SweeperProcess, WorkerProcess
from tests.faults.servers import Servers
from workers.guard import holding
from workers.lifeline import Lifeline

ALL_QUEUES = (*QUEUES, FOREIGN_QUEUE)
APP = "tests.faults.app"

# What production has, by default: for cases that measure the seconds of a promise.
AS_IN_PRODUCTION: Mapping[str, str] = {}
# What happens after 10 s there shall happen after 2.5 s: for cases that ask what happens, not when.
QUICK: Mapping[str, str] = {
    "STORELOOM_LEASE_S": "2.5",
    "STORELOOM_LEASE_RENEWAL_S": "0.5",
    "STORELOOM_SWEEP_INTERVAL_S": "0.3",
}


class BeatProcess(LocalProcess):
    def __init__(self, name: str, folder: Path, line: Lifeline, env: Mapping[str, str]) -> None:
        program = str(Path(sys.executable).parent / "celery")
        command = holding([program, "-A", "workers.app", "beat"])
        super().__init__(name, command, folder, line, env)


@dataclass
class Fleet:
    """Makes processes and starts them; all end with the test, however broken they are by then.

    `redis_url` and `mongo_url` are what the processes are told: a test may put a proxy between.
    """

    folder: Path
    line: Lifeline
    servers: Servers
    pace: Mapping[str, str] = field(default_factory=lambda: QUICK)
    redis_url: str = field(default="", repr=False)
    mongo_url: str = field(default="", repr=False)
    objects_folder: Path | None = None
    started: list[LocalProcess] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.redis_url = self.redis_url or self.servers.broker.url
        self.mongo_url = self.mongo_url or self.servers.mongo.url
        self.faults_folder.mkdir(parents=True, exist_ok=True)

    @property
    def faults_folder(self) -> Path:
        return self.folder / "faults"

    @property
    def objects_url(self) -> str:
        return (self.objects_folder or self.folder / "objects").as_uri()

    @property
    def environment(self) -> dict[str, str]:
        return {
            **self.pace,
            "STORELOOM_PHOTO_HOSTS_PRIVATE": "true",
            "STORELOOM_DATA_DIR": str(self.folder),
            "STORELOOM_REDIS_URL": self.redis_url,
            "STORELOOM_MONGO_URL": self.mongo_url,
            "STORELOOM_OBJECTS_URL": self.objects_url,
            "STORELOOM_FAULTS_DIR": str(self.faults_folder),
        }

    @property
    def settings(self) -> Settings:
        """Of the test itself, which goes past all proxies."""
        return Settings(
            data_dir=self.folder,
            redis_url=SecretStr(self.servers.broker.url),
            mongo_url=SecretStr(self.servers.mongo.url),
            objects_url=self.objects_url,
        )

    def worker(
        self,
        name: str = "worker",
        *,
        queues: tuple[str, ...] = ALL_QUEUES,
        concurrency: int = 2,
        faults: str = "",
        app: str = APP,
        **env: str,
    ) -> WorkerProcess:
        """`faults` in the words of storefront/failpoints.py."""
        everything = {**self.environment, "STORELOOM_FAULTS": faults, **env}
        return WorkerProcess(
            name, self.folder / "log", self.line, everything, queues=queues, concurrency=concurrency, app=app
        )

    def sweeper(self, name: str = "sweeper", *, faults: str = "", **env: str) -> SweeperProcess:
        everything = {**self.environment, "STORELOOM_FAULTS": faults, **env}
        return SweeperProcess(name, self.folder / "log", self.line, everything)

    def beat(self, name: str = "beat", **env: str) -> BeatProcess:
        return BeatProcess(name, self.folder / "log", self.line, {**self.environment, **env})

    def web(self, *, faults: str = "", **env: str) -> ApiProcess:
        return ApiProcess(self.folder / "log", self.line, {**self.environment, "STORELOOM_FAULTS": faults, **env})

    def start(self, *processes: LocalProcess) -> None:
        """All at once; returns when each is ready. Also to start one again that was killed."""
        for process in processes:
            self.started.append(process)
            process.start()
        for process in processes:
            process.wait_ready()

    def stop(self) -> None:
        """No farewell: what is left of each process group is killed."""
        for process in self.started:
            process.kill("SIGKILL")


def freeze(process: LocalProcess) -> None:
    """The whole process group stops where it is, connections open, until `thaw`."""
    os.killpg(process.pid, signal.SIGSTOP)


def thaw(process: LocalProcess) -> None:
    os.killpg(process.pid, signal.SIGCONT)


def children_of(worker: LocalProcess) -> list[int]:
    """The pids of a worker's pool children."""
    return [child.pid for child in psutil.Process(worker.pid).children()]
