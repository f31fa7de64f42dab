"""Processes are killed in the middle of their work: what they held is picked up, and nothing happens twice."""

from __future__ import annotations

import time

import httpx
import pytest

from storefront.builds.plan import KINDS
from storefront.builds.queries import build_by_request
from tests.factories.pipeline import eventually
from tests.faults.caller import caller
from tests.faults.case import Case, kill
from tests.faults.fleet import AS_IN_PRODUCTION, children_of

PICKED_UP_WITHIN_S = 15.0  # a promise


async def test_nothing_goes_wrong(case: Case) -> None:
    """The harness itself: the oracle finds nothing where nothing was broken."""
    await case.shop.stock(8)
    case.fleet.start(case.fleet.worker(), case.fleet.sweeper())
    await case.live(await case.shop.ask())
    sight = await case.check(counters=True)
    assert (sight.again, sight.sweeps) == (0, 0)


@pytest.mark.parametrize("kind", KINDS)
async def test_a_pool_child_is_killed_with_a_batch(case: Case, kind: str) -> None:
    await case.shop.stock(8)
    case.fleet.start(case.fleet.worker(faults=f"item.after_claim[{kind}.00000]=kill"), case.fleet.sweeper())
    build = await case.shop.ask()
    await case.happened()
    case.fault_over()
    await case.live(build)
    assert (await case.check()).attempts == 2


async def test_a_worker_is_killed_and_another_takes_its_batches_within_15_s(case: Case) -> None:
    case.fleet.pace = AS_IN_PRODUCTION
    await case.shop.stock(12)
    victim = case.fleet.worker("victim", faults="item.after_claim[images.00000]=stop")
    case.fleet.start(victim, case.fleet.sweeper())
    build = await case.shop.ask()
    await case.caught(build, "images")
    case.fleet.start(case.fleet.worker("heir"))
    held = {row["batch_id"] for row in await case.shop.batches(build, state="running")}
    victim.kill("SIGKILL")
    killed_at = time.monotonic()
    case.fault_over()
    await eventually(lambda: case.shop.batches(build, batch_id={"$in": list(held)}, attempts=1), lambda rows: not rows)
    case.figures["picked_up_s"] = round(time.monotonic() - killed_at, 1)
    await case.live(build)
    await case.check()
    assert case.figures["picked_up_s"] <= PICKED_UP_WITHIN_S


async def test_all_workers_are_killed_and_come_back_later(case: Case) -> None:
    """Every build goes on at its stage, with what was done done."""
    await case.shop.stock(12)
    workers = [
        case.fleet.worker("control", queues=("control", "catalogue", "publishing", "seo"), concurrency=1),
        case.fleet.worker("making", queues=("rendering", "imaging"), faults="item.after_claim[images.00001]=stop"),
    ]
    case.fleet.start(*workers, case.fleet.sweeper())
    build = await case.shop.ask()
    await case.caught(build, "images")
    for worker in workers:
        worker.kill("SIGKILL")
    done = {row["batch_id"]: row["finished_at"] for row in await case.shop.batches(build, state="done")}
    assert done
    await eventually(lambda: case.shop.batches(build, state="running"), lambda rows: not rows)
    case.fleet.start(*workers)
    case.fault_over()
    await case.live(build)
    rows = {row["batch_id"]: row["finished_at"] for row in await case.shop.batches(build)}
    assert {name: rows[name] for name in done} == done, "what was done was not done again"
    await case.check()


async def test_the_main_process_alone_is_killed(case: Case) -> None:
    await case.shop.stock(8)
    victim = case.fleet.worker("victim", faults="item.after_claim[pages.00000]=sleep:2")
    case.fleet.start(victim, case.fleet.sweeper())
    build = await case.shop.ask()
    await case.running(build, "pages")
    kill(victim.pid)
    case.fleet.start(case.fleet.worker("heir"))
    case.fault_over()
    await case.live(build)
    await case.check()


async def test_idle_children_are_killed(case: Case) -> None:
    """Those that hold no batch: the pool has new ones before anybody misses them."""
    await case.shop.stock(4)
    worker = case.fleet.worker()
    case.fleet.start(worker, case.fleet.sweeper())
    for pid in children_of(worker):
        kill(pid)
    case.fault_over()
    await case.live(await case.shop.ask())
    await case.check()


async def test_the_sweeper_is_killed_and_the_next_one_goes_on(case: Case) -> None:
    await case.shop.stock(8)
    sweeper = case.fleet.sweeper()
    case.fleet.start(case.fleet.worker(faults="item.after_claim[images.00000]=kill"), sweeper)
    build = await case.shop.ask()
    await case.happened()
    sweeper.kill("SIGKILL")
    case.fleet.start(sweeper)
    case.fault_over()
    await case.live(build)
    await case.check()


async def test_the_submitter_is_killed_between_the_row_and_the_message(case: Case) -> None:
    """Recorded means done: the caller's connection broke, and asking again with the same request id finds the build."""
    await case.shop.stock(4)
    web = case.fleet.web(faults="submit.after_row=kill")
    case.fleet.start(web, case.fleet.worker(), case.fleet.sweeper())
    session, wanted = case.shop.session, {"store_id": case.shop.store_id, "request_id": "once"}
    async with caller(case.shop, web) as asking:
        with pytest.raises(httpx.TransportError):
            await asking.post("/generate", json=wanted)
        web.wait_ended()
        case.fault_over()
        build = await build_by_request(session.mongo, session.tenant, "once")
        case.fleet.start(web)
        answer = await asking.post("/generate", json=wanted)
        assert answer.json()["job_id"] == build.build_id
    await case.live(build)
    assert (await case.check()).states == {"live": 1}
