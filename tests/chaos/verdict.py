"""What a round did to the stores: read from the database, the object store and Redis when all is quiet again."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from storefront.builds.models import Build, build_from
from storefront.storage.mongo import Document
from tests.chaos.asking import Ledger
from tests.chaos.stalls import Span, longest_stall, seconds_of
from tests.factories.pipeline import Shop, eventually
from tests.faults.messages import deliver_unacked
from tests.faults.oracle import Contents, contents_of, examine, leftovers
from tests.faults.servers import Servers

ENDED_WITHIN_S = 120.0  # from the moment when everything is healed
QUIET_WITHIN_S = 20.0
LOST, OTHER = ("lost",), ("leftover", "failed", "answer")  # everything else is an effect that came twice or wrong

Undisturbed = Callable[[Shop], Awaitable[Contents]]


@dataclass
class Verdict:
    states: Counter[str] = field(default_factory=Counter)
    findings: list[tuple[str, str]] = field(default_factory=list)  # kind and sentence
    stall: Span | None = None
    stalled: str = ""  # the store
    again: int = 0
    sweeps: int = 0
    left_out: int = 0  # builds without a product or photo that killed its workers too often

    @property
    def lost(self) -> int:
        return sum(kind in LOST for kind, _ in self.findings)

    @property
    def duplicated(self) -> int:
        return sum(kind not in LOST + OTHER for kind, _ in self.findings)

    @property
    def stall_s(self) -> float:
        return seconds_of(self.stall)

    def find(self, kind: str, what: str) -> None:
        self.findings.append((kind, what))


class Judge:
    """Looks at the same stores after each round; tells each finding once."""

    def __init__(self, servers: Servers, undisturbed: Undisturbed) -> None:
        self._servers, self._undisturbed = servers, undisturbed
        self._known: set[str] = set()  # builds of earlier rounds
        self._told: set[tuple[str, str]] = set()

    async def judge(self, shops: list[Shop], ledger: Ledger) -> Verdict:
        verdict = Verdict()
        await self._all_ended(shops)
        verdict.findings += await asyncio.to_thread(self._quiet)
        for shop in shops:
            await self._look_at(verdict, shop, ledger)
        await self._look_at_promises(verdict, shops[0], ledger)
        verdict.findings = [finding for finding in verdict.findings if finding not in self._told]
        self._told.update(verdict.findings)
        return verdict

    async def _all_ended(self, shops: list[Shop]) -> None:
        builds = shops[0].session.mongo.control.builds
        with suppress(AssertionError):  # those that have not ended by then are found lost, one by one
            still_open = {"state": {"$in": ["queued", "running"]}}
            await eventually(lambda: builds.find_one(still_open), lambda row: row is None, ENDED_WITHIN_S)

    def _quiet(self) -> list[tuple[str, str]]:
        """What lies about when everything has ended. What the faults left under way is delivered first."""
        deadline = time.monotonic() + QUIET_WITHIN_S
        deliver_at = time.monotonic() + 1.0  # live workers acknowledge by then
        with self._servers.broker.client as redis:
            while (breaches := leftovers(redis, counters=False)) and time.monotonic() < deadline:
                if time.monotonic() > deliver_at:
                    deliver_unacked(redis)
                    deliver_at = time.monotonic() + 2.0
                time.sleep(0.1)
        return [(breach.kind, breach.what) for breach in breaches]

    async def _look_at(self, verdict: Verdict, shop: Shop, ledger: Ledger) -> None:
        control = shop.session.mongo.control
        rows = [row async for row in control.builds.find(shop.scope.filter())]
        builds = [build for build in map(build_from, rows) if build.build_id not in self._known]
        mine = {"build_id": {"$in": [build.build_id for build in builds]}}
        batches = [row async for row in control.batches.find(mine)]
        events = [row async for row in control.events.find(mine)]
        self._known |= {build.build_id for build in builds}
        verdict.states.update(build.state for build in builds)
        verdict.again += sum(max(0, row["attempts"] - 1) for row in batches)
        verdict.sweeps += sum(row["what"] == "sweep" for row in events)
        _look_for_stalls(verdict, shop, builds, batches, events, await shop.session.mongo.now())
        _look_at_ends(verdict, builds, ledger)
        sight = await examine(shop.session.mongo, shop.session.objects, shop.scope)
        verdict.findings += [(breach.kind, breach.what) for breach in sight.breaches]
        spoilt = {row["build_id"] for row in batches if row.get("set_aside")}
        verdict.left_out += len(spoilt)
        await self._look_at_releases(verdict, shop, [one for one in builds if one.build_id not in spoilt])

    async def _look_at_releases(self, verdict: Verdict, shop: Shop, builds: list[Build]) -> None:
        releases = {build.release_id: build.build_id for build in builds if build.state == "live" and build.release_id}
        expected = await self._undisturbed(shop) if releases else {}
        for release_id, build_id in releases.items():
            found = await contents_of(shop.session.objects, shop.scope, release_id)
            if found != expected:
                differing = sorted({path for path, _ in found.items() ^ expected.items()})
                verdict.find("content", f"build {build_id} is not as an undisturbed one: {differing[:5]}")

    async def _look_at_promises(self, verdict: Verdict, shop: Shop, ledger: Ledger) -> None:
        builds = shop.session.mongo.control.builds
        for request_id, build_ids in ledger.accepted.items():
            if len(build_ids) > 1:
                verdict.find("duplicated", f"request {request_id} has the builds {sorted(build_ids)}")
            for build_id in build_ids:
                if await builds.find_one({"_id": build_id}) is None:
                    verdict.find("lost", f"build {build_id} was accepted and is not there")
        verdict.findings += [("answer", what) for what in ledger.strange]


def _look_for_stalls(
    verdict: Verdict, shop: Shop, builds: list[Build], batches: list[Document], events: list[Document], now: datetime
) -> None:
    """Progress is a move of a build, and a batch that is begun or done."""
    moments = [event["at"] for event in events if event["what"] != "sweep"]
    moments += [row[name] for row in batches for name in ("started_at", "finished_at") if row.get(name)]
    open_times = [(build.created_at, build.finished_at or now) for build in builds]
    stall = longest_stall(open_times, moments)
    if seconds_of(stall) > verdict.stall_s:
        verdict.stall, verdict.stalled = stall, shop.store_id


def _look_at_ends(verdict: Verdict, builds: list[Build], ledger: Ledger) -> None:
    """Nobody but a customer ends a build other than live."""
    for build in builds:
        wanted = build.build_id in (ledger.cancelled if build.state == "cancelled" else ledger.failing)
        if build.state in ("failed", "timed_out", "cancelled") and not wanted:
            verdict.find("failed", f"build {build.build_id} is {build.state} for no reason of its own: {build.reason}")
