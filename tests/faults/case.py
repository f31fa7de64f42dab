"""One case: a store, the processes that build it, and the verdict at the end."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field

import psutil

from storefront.builds.events import events_of
from storefront.builds.models import Build
from storefront.storage.mongo import Document
from tests.factories.nodes import LocalProcess
from tests.factories.pipeline import Shop, eventually
from tests.faults.fleet import Fleet
from tests.faults.messages import deliver_unacked, under_way
from tests.faults.oracle import Contents, Sight, contents_of, examine, leftovers

LIMIT_S = 60.0
QUIET_LIMIT_S = 20.0


@dataclass
class Case:
    fleet: Fleet
    shop: Shop
    undisturbed: Callable[[Shop], Awaitable[Contents]]
    figures: dict[str, float | int | str] = field(default_factory=dict)
    _fault_over: float | None = None

    def another_shop(self, store_id: str) -> Shop:
        return Shop(self.shop.session, self.shop.folder.with_name(store_id), store_id)

    def fault_over(self) -> None:
        """From here on the seconds to the end are counted."""
        self._fault_over = time.monotonic()

    async def ended(self, *builds: Build, limit_s: float = LIMIT_S) -> list[Build]:
        ended = [await self.shop.ended(build, limit_s) for build in builds]
        if self._fault_over is not None:
            self.figures["recovered_s"] = round(time.monotonic() - self._fault_over, 1)
        return ended

    async def live(self, build: Build, limit_s: float = LIMIT_S) -> Build:
        [ended] = await self.ended(build, limit_s=limit_s)
        assert (ended.state, ended.reason) == ("live", None)
        return ended

    async def running(self, build: Build, kind: str, limit_s: float = LIMIT_S) -> Document:
        """A batch of the kind that a worker has claimed."""
        rows = await eventually(lambda: self.shop.batches(build, kind=kind, state="running"), bool, limit_s)
        return rows[0]

    async def caught(self, build: Build, kind: str) -> int:
        """The pid of a pool child that stopped (failpoint `item.after_claim[kind]=stop`) with a batch of the kind."""

        async def stopped() -> int:
            for row in await self.shop.batches(build, kind=kind, worker={"$ne": None}):
                pid = int(row["worker"].rsplit(":", 1)[1])
                with suppress(psutil.NoSuchProcess):
                    if psutil.Process(pid).status() == psutil.STATUS_STOPPED:
                        return pid
            return 0

        return await eventually(stopped, bool, LIMIT_S)

    async def events(self, build: Build) -> list[Document]:
        return await events_of(self.shop.session.mongo, build)

    async def said(self, process: LocalProcess, *either: str) -> None:
        """Wait until the log of the process has one of the texts."""

        async def log() -> str:
            return process.logs()

        await eventually(log, lambda said: any(text in said for text in either), LIMIT_S)

    async def happened(self, times: int = 1) -> None:
        """Wait until so many faults of `STORELOOM_FAULTS` have happened."""
        folder = self.fleet.faults_folder

        async def seen() -> int:
            return sum(1 for _ in folder.iterdir())

        await eventually(seen, lambda number: number >= times, LIMIT_S)

    async def contents(self) -> Contents:
        """Of what is live."""
        release_id = await self.shop.live_release()
        assert release_id is not None
        return await contents_of(self.shop.session.objects, self.shop.scope, release_id)

    async def check(self, *, same: bool = True, expected: Contents | None = None, counters: bool = False) -> Sight:
        """The verdict of the oracle; `same`: what is live must equal an undisturbed build, byte for byte.

        First what the fault left under way is delivered, as it would be half an hour later: that must change nothing.
        """
        if same and expected is None:
            expected = await self.undisturbed(self.shop)
        before = await self.shop.live_release()
        await self._quiet(counters)
        assert await self.shop.live_release() == before, "a late message changed what is live"
        session = self.shop.session
        sight = await examine(session.mongo, session.objects, self.shop.scope, expected)
        assert not sight.breaches, "\n".join(map(str, sight.breaches))
        self.figures |= {"attempts": sight.attempts, "again": sight.again, "sweeps": sight.sweeps}
        return sight

    async def _quiet(self, counters: bool) -> None:
        with self.fleet.servers.broker.client as redis:
            deadline = time.monotonic() + QUIET_LIMIT_S
            grace = time.monotonic() + 1.0  # a live worker acknowledges by then
            while breaches := leftovers(redis, counters=counters):
                assert time.monotonic() < deadline, "\n".join(map(str, [*breaches, *under_way(redis)]))
                if time.monotonic() > grace:
                    deliver_unacked(redis)
                    grace = time.monotonic() + 2.0
                await asyncio.sleep(0.05)


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def wake(pid: int) -> None:
    """A process that stopped itself goes on."""
    os.kill(pid, signal.SIGCONT)
