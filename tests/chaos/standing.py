"""The fleet that is there in every round: what dies is started again, as a supervisor does."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

import psutil

from tests.factories.api import ApiProcess
from tests.factories.nodes import LocalProcess
from tests.faults.fleet import Fleet, thaw
from tests.faults.proxy import Proxy
from tests.faults.servers import Servers
from workers.lifeline import Lifeline

BACK_AFTER_S = (0.5, 2.0)  # a dead process is started again after so long
LOOK_S = 0.1
READY_S = 60.0

Make = Callable[[str, Path], LocalProcess]  # from STORELOOM_FAULTS and the folder where they are counted


class Slot:
    """A process by name, whichever one it is at the moment."""

    def __init__(self, name: str, make: Make, faults_folder: Path) -> None:
        self.name = name
        self.restarts = 0
        self._make, self._faults_folder = make, faults_folder
        self._next_faults = ""
        self._armed = 0
        self.process = self._made()

    def break_at(self, place: str) -> None:
        """It dies now, and its successor breaks where told."""
        self._next_faults = place
        self.process.kill("SIGKILL")

    @property
    def armed(self) -> bool:
        return bool(self._faults)

    def start_again(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)  # what the dead one left behind
        self.restarts += 1
        self.process = self._made()
        self.process.start()

    def _made(self) -> LocalProcess:
        self._armed += 1
        self._faults, self._next_faults = self._next_faults, ""
        folder = self._faults_folder / f"{self.name}-{self._armed}"
        folder.mkdir(parents=True)
        return self._make(self._faults, folder)

    def children(self) -> list[int]:
        """Pids of its pool, oldest first; none while it is dead or only just begins."""
        try:
            return sorted(child.pid for child in psutil.Process(self.process.pid).children())
        except psutil.NoSuchProcess:
            return []


@dataclass
class Link:
    """The way of one worker to one server."""

    name: str
    proxy: Proxy


class Standing:
    """Workers behind proxies, two sweepers, beat and the web; `keep()` runs beside the rounds."""

    def __init__(self, folder: Path, line: Lifeline) -> None:
        self.servers = Servers.started(folder / "servers", line)
        self.fleet = Fleet(folder, line, self.servers)
        self.links: list[Link] = []
        self._proxies = ExitStack()
        self.workers = [self._slot(name, self._worker(name)) for name in ("one", "two")]
        self.sweepers = [self._slot(name, self._sweeper(name)) for name in ("sweeper-one", "sweeper-two")]
        self.beat = self._slot("beat", lambda *_: self.fleet.beat())
        self.web_process: ApiProcess = self.fleet.web()
        self.web = self._slot("web", lambda *_: self.web_process)
        self.redis_lock, self.mongo_lock = asyncio.Lock(), asyncio.Lock()  # held while the server is down

    @property
    def slots(self) -> list[Slot]:
        return [*self.workers, *self.sweepers, self.beat, self.web]

    def _slot(self, name: str, make: Make) -> Slot:
        return Slot(name, make, self.fleet.faults_folder)

    def _worker(self, name: str) -> Make:
        redis = self._link(f"{name} to Redis", self.servers.broker.port)
        mongo = self._link(f"{name} to MongoDB", self.servers.mongo.port)
        urls = {
            "STORELOOM_REDIS_URL": self.servers.broker.url_through(redis.proxy.port),
            "STORELOOM_MONGO_URL": self.servers.mongo.url_through(mongo.proxy.port),
        }
        return lambda faults, counted: self.fleet.worker(name, faults=faults, STORELOOM_FAULTS_DIR=str(counted), **urls)

    def _sweeper(self, name: str) -> Make:
        return lambda faults, counted: self.fleet.sweeper(name, faults=faults, STORELOOM_FAULTS_DIR=str(counted))

    def _link(self, name: str, port: int) -> Link:
        link = Link(name, self._proxies.enter_context(Proxy(port)))
        self.links.append(link)
        return link

    def start(self) -> None:
        for slot in self.slots:
            slot.process.start()
        for slot in self.slots:
            slot.process.wait_ready()

    async def keep(self, draw: Random) -> None:
        await asyncio.gather(*(self._keep_one(slot, Random(draw.random())) for slot in self.slots))

    async def _keep_one(self, slot: Slot, draw: Random) -> None:
        while True:
            await asyncio.sleep(LOOK_S)
            if slot.process.status == "exited":
                await asyncio.sleep(draw.uniform(*BACK_AFTER_S))
                slot.start_again()

    async def heal(self) -> None:
        """Everything runs, is awake and connected, and nothing will break any more."""
        for link in self.links:
            link.proxy.heal()
        for slot in self.slots:
            if slot.armed:
                slot.process.kill("SIGKILL")
            with suppress(ProcessLookupError):
                thaw(slot.process)

    def stop(self) -> None:
        for slot in self.slots:
            slot.process.kill("SIGKILL")
        self._proxies.close()
        self.servers.stop()
