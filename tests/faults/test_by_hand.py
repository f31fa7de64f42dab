"""What people do in the middle of a build: cancel it, retry it, restart the workers."""

from __future__ import annotations

import time

from storefront.builds.models import Build
from storefront.builds.plan import KINDS
from storefront.storage.mongo import Document
from submitter.requesting import cancel_build, retry_build
from tests.factories.nodes import WorkerProcess
from tests.factories.pipeline import eventually
from tests.faults.case import Case
from tests.faults.fleet import AS_IN_PRODUCTION

STOPPED_WITHIN_S = 5.0  # a promise


async def test_builds_are_cancelled_in_every_stage(case: Case) -> None:
    """Within 5 s no process works on one; what was live stays, and the next build is not held up."""
    await case.shop.stock(4)
    calm, sweeper = case.fleet.worker("calm"), case.fleet.sweeper()
    case.fleet.start(calm, sweeper)
    first = await case.live(await case.shop.ask())
    for process in (calm, sweeper):
        process.kill("SIGTERM")
    case.fleet.pace = AS_IN_PRODUCTION
    # One build after the other gets on. Pages and images are made side by side: images hold up two of them.
    busy = " ".join(f"item.after_claim[{kind}.00000]=sleep:30@{1 + (kind == 'images')}" for kind in KINDS)
    worker, session = case.fleet.worker(faults=busy), case.shop.session
    case.fleet.start(worker, case.fleet.sweeper())
    stopped = 0
    for kind in KINDS:
        build = await case.shop.ask()
        at_work = ("pages", "images") if kind == "pages" else (kind,)
        for each in at_work:
            await case.running(build, each)
        stopped += len(at_work)
        asked_at = time.monotonic()
        await cancel_build(session, session.tenant, build.build_id)
        await eventually(lambda wanted=stopped: _stopped(worker, wanted), bool)  # type: ignore[misc]
        case.figures[f"{kind}_s"] = round(time.monotonic() - asked_at, 1)
        [ended] = await case.ended(build)
        assert (ended.state, ended.reason) == ("cancelled", "cancelled by request")
        assert await case.shop.live_release() == first.release_id
    await case.live(await case.shop.ask())
    await case.check()
    assert max(float(case.figures[f"{kind}_s"]) for kind in KINDS) <= STOPPED_WITHIN_S


async def _stopped(worker: WorkerProcess, times: int) -> bool:
    return worker.logs().count("batch stopped") >= times


async def test_a_retry_runs_only_what_failed(case: Case) -> None:
    await case.shop.stock(8)
    case.fleet.start(case.fleet.worker(faults="item.after_claim[site.00000]=raise@4"), case.fleet.sweeper())
    build = await case.shop.ask()
    [failed] = await case.ended(build)
    assert (failed.state, failed.code) == ("failed", "batch_failed")
    finished = await _finished(case, build)
    assert finished.keys() >= {"catalogue.00000", "plan.00000", "pages.00000", "images.00000", "upload.00000"}
    session = case.shop.session
    await retry_build(session, session.tenant, build.build_id)
    case.fault_over()
    await case.live(build)
    assert finished.items() <= (await _finished(case, build)).items(), "what was done was not done again"
    await case.check()


async def _finished(case: Case, build: Build) -> Document:
    return {row["batch_id"]: row["finished_at"] for row in await case.shop.batches(build, state="done")}


async def test_workers_are_restarted_one_by_one_in_the_middle_of_5_builds(case: Case) -> None:
    """As a deploy of a new version does: each is told to stop, and the next is started."""
    shops = [case.another_shop(f"shop-{number}") for number in range(5)]
    for shop in shops:
        await shop.stock(8)
    workers = [case.fleet.worker(name) for name in ("one", "two")]
    case.fleet.start(*workers, case.fleet.sweeper())
    builds = [await shop.ask() for shop in shops]
    for worker in workers:
        await eventually(lambda: _running(case, builds), bool)
        began = time.monotonic()
        worker.kill("SIGTERM")
        case.figures[f"stopped_{worker.name}_s"] = round(time.monotonic() - began, 1)
        case.fleet.start(worker)
    case.fault_over()
    for shop, build in zip(shops, builds, strict=True):
        ended = await shop.ended(build, 120)
        assert (ended.state, ended.reason) == ("live", None)
        case.shop = shop
        await case.check()


async def _running(case: Case, builds: list[Build]) -> list[Document]:
    """Batches at work, or nothing left to work on."""
    states = [await case.shop.until(build, bool) for build in builds]
    if all(build.ended for build in states):
        return [{}]
    batches = case.shop.session.mongo.control.batches
    return [row async for row in batches.find({"state": "running"})]


async def test_a_worker_that_is_told_to_stop_hands_back_what_takes_too_long(case: Case) -> None:
    """Its batch goes to another at once, without waiting for the lease and without costing an attempt."""
    await case.shop.stock(4)
    victim = case.fleet.worker("victim", faults="item.after_claim[plan.00000]=sleep:60")
    case.fleet.start(victim, case.fleet.sweeper())
    build = await case.shop.ask()
    await case.running(build, "plan")
    case.fleet.start(case.fleet.worker("heir"))
    victim.ask_to_stop()
    case.fault_over()
    await case.live(build)
    victim.wait_ended()
    assert (await case.check()).attempts <= 1
