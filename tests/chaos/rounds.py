"""A round: stores are stocked and asked for builds, faults come, everything is healed, the verdict is given."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import httpx

from config.schedule import remove_entry, set_entry
from storefront.builds.schedules import put_schedule, remove_schedule
from storefront.catalogue.importing import import_catalogue
from storefront.storage.mongo import Document
from submitter.session import Session, open_session
from tests.chaos.asking import Customer, Ledger
from tests.chaos.breaking import Breaker
from tests.chaos.planning import STANDING_STORES, Fault, Plan, Wish, plan_of
from tests.chaos.recorder import Recorder
from tests.chaos.standing import Standing
from tests.chaos.table import RoundResult
from tests.chaos.verdict import Judge
from tests.factories.catalogue import product
from tests.factories.pipeline import Shop
from tests.faults.caller import caller
from tests.faults.undisturbed import Undisturbed

TENANTS = ("north", "south")
PRODUCTS = 8  # of a standing store, and a few more in each of its catalogues
ANSWERED_WITHIN_S = 60.0  # everybody has an answer so long after everything was healed
BROKEN = {"rows": [{"id": "no-frame"}], "quarantine_limit_percent": 0.0}


@dataclass
class Arena:
    """All that stands from the first round to the last."""

    standing: Standing
    sessions: list[Session]  # one per tenant
    shops: list[Shop]
    callers: list[httpx.AsyncClient]
    recorder: Recorder
    judge: Judge
    folder: Path
    told: list[Document] = field(default_factory=list)  # what was done in the round, with times

    def tell(self, what: str, **more: object) -> None:
        self.told.append({"at": datetime.now(UTC), "what": what, **more})


@asynccontextmanager
async def open_arena(folder: Path, standing: Standing, undisturbed: Undisturbed, seed: int) -> AsyncIterator[Arena]:
    settings = [standing.fleet.settings.model_copy(update={"tenant_id": tenant}) for tenant in TENANTS]
    async with open_session(settings[0]) as north, open_session(settings[1]) as south:
        sessions = [north, south]
        shops = [
            Shop(sessions[number % len(sessions)], folder / "catalogues" / str(number), f"standing-{number}")
            for number in range(STANDING_STORES)
        ]
        web = standing.web_process
        async with caller(Shop(north, folder), web) as first, caller(Shop(south, folder), web) as second:
            recorder = Recorder(standing.servers.broker.url)
            judge = Judge(standing.servers, undisturbed)
            beside = [asyncio.create_task(standing.keep(Random(seed))), asyncio.create_task(recorder.run())]
            try:
                yield Arena(standing, sessions, shops, [first, second], recorder, judge, folder)
            finally:
                await _end(beside)


async def run_round(arena: Arena, number: int, seed: int) -> RoundResult:
    began, restarts = time.monotonic(), _restarts(arena)
    plan, ledger = plan_of(seed), Ledger()
    arena.told.clear()
    shops = [*arena.shops, Shop(arena.sessions[0], arena.folder / "catalogues" / f"new-{seed}", f"new-{seed:x}")]
    await _stock(plan, shops)
    async with _schedule(shops[0]):
        injected = await _play(arena, plan, shops, ledger)
    verdict = await arena.judge.judge(shops, ledger)
    if verdict.stall:
        arena.tell("longest stall", store=verdict.stalled, seconds=verdict.stall_s, span=verdict.stall)
    return RoundResult(number, seed, verdict, injected, _restarts(arena) - restarts, time.monotonic() - began)


def _restarts(arena: Arena) -> int:
    return sum(slot.restarts for slot in arena.standing.slots)


async def _stock(plan: Plan, shops: list[Shop]) -> None:
    *standing, new = shops
    for shop, catalogue in zip(standing, plan.catalogues, strict=True):
        changed = product(900, name=f"Frame of catalogue {catalogue}", media=[])
        await shop.stock(PRODUCTS + 2 * catalogue, rows=[changed.model_dump(mode="json", exclude_defaults=True)])
        await import_catalogue(shop.session.mongo, shop.session.objects, shop.scope, shop.folder, replace=True)
    await new.stock(plan.new_store_products, **(BROKEN if plan.new_store_is_broken else {}))


@asynccontextmanager
async def _schedule(shop: Shop) -> AsyncIterator[None]:
    """A build of the store at every full minute, for as long as the faults come."""
    mongo, queue = shop.session.mongo, shop.session.outbox.queue
    schedule = await put_schedule(mongo, shop.scope, name="minutes", cron="* * * * *", timezone="UTC")
    await asyncio.to_thread(set_entry, queue, schedule.schedule_id, schedule.next_due(await mongo.now()))
    yield
    await remove_schedule(mongo, shop.scope, "minutes")
    await asyncio.to_thread(remove_entry, queue, schedule.schedule_id)


async def _play(arena: Arena, plan: Plan, shops: list[Shop], ledger: Ledger) -> Counter[str]:
    injected: Counter[str] = Counter()
    breaker = Breaker(arena.standing, arena.recorder, arena.sessions[0])
    customers = [Customer(shop, arena.callers[TENANTS.index(shop.session.config.tenant_id)], ledger) for shop in shops]
    wants = [asyncio.create_task(_want(arena, customers[wish.store], wish)) for wish in plan.wishes]
    if plan.new_store_is_broken:
        mended = customers[-1].mend_and_retry(f"{plan.seed}-mended", plan.new_store_products)
        wants.append(asyncio.create_task(mended))
    await asyncio.gather(*(_inject(arena, breaker, fault, injected) for fault in plan.faults))
    await arena.standing.heal()
    arena.tell("healed")
    _, late = await asyncio.wait(wants, timeout=ANSWERED_WITHIN_S)
    if late:
        ledger.strange.append(
            f"{len(late)} of those who asked had no answer {ANSWERED_WITHIN_S:.0f} s after the faults"
        )
    await _end(list(late))
    await asyncio.gather(*(want for want in wants if want not in late))
    return injected


async def _inject(arena: Arena, breaker: Breaker, fault: Fault, injected: Counter[str]) -> None:
    await asyncio.sleep(fault.at_s)
    arena.tell(fault.kind, victim=fault.victim, seconds=fault.seconds, place=fault.place)
    if await breaker.inject(fault):
        injected[fault.kind] += 1


async def _want(arena: Arena, customer: Customer, wish: Wish) -> None:
    await asyncio.sleep(wish.at_s)
    arena.tell(f"wanted: {wish.kind}", store=customer.shop.store_id, request_id=wish.request_id)
    await customer.want(wish)


async def _end(tasks: list[asyncio.Task[Any]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
