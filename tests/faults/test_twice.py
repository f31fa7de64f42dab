"""Two of what there should be one of, and many requests at one moment."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from config.celery import make_app
from config.schedule import set_entry
from storefront.publishing.switching import history
from storefront.storage.mongo import Document
from submitter.requesting import ask_for_build
from tests.factories.pipeline import eventually
from tests.factories.schedules import due_now
from tests.faults.caller import caller
from tests.faults.case import Case


async def test_two_beats_and_the_one_that_works_is_killed(case: Case) -> None:
    """Each due time builds once, whoever sees to it."""
    await case.shop.stock(4)
    schedule = await due_now(case.shop.session.mongo, case.shop.scope)
    beats = [case.fleet.beat(name) for name in ("beat-1", "beat-2")]
    case.fleet.start(case.fleet.worker(), case.fleet.sweeper(), *beats)
    queue = make_app(case.fleet.settings)
    set_entry(queue, schedule.schedule_id, datetime.now(UTC) + timedelta(seconds=1))
    beats[0].kill("SIGKILL")
    case.fault_over()
    runs = await eventually(lambda: _runs(case), lambda rows: rows and rows[0]["outcome"])
    assert [row["outcome"] for row in runs] == ["built"]
    builds = await case.shop.builds()
    assert [build.build_id for build in builds] == [runs[0]["build_id"]]
    await case.live(builds[0])
    await case.check()


async def _runs(case: Case) -> list[Document]:
    rows: list[Document] = await case.shop.session.mongo.control.schedule_runs.find({}).to_list(10)
    return rows


async def test_two_sweepers_mend_everything_once(case: Case) -> None:
    await case.shop.stock(8)
    faults = " ".join(f"item.after_claim[{kind}.00000]=kill" for kind in ("catalogue", "plan", "images", "site"))
    sweepers = [case.fleet.sweeper(name) for name in ("sweeper-1", "sweeper-2", "sweeper-3")]
    case.fleet.start(case.fleet.worker(faults=faults), *sweepers)
    build = await case.shop.ask()
    await case.live(build)
    sight = await case.check()
    assert sight.attempts == 2
    taken = [event for event in await case.events(build) if "ran out" in (event["reason"] or "")]
    assert len(taken) <= sight.again, "each lost lease is found once"


async def test_a_sweeper_is_killed_half_way(case: Case) -> None:
    """Between what it found and the messages it would have sent: the next one finds it again."""
    await case.shop.stock(4)
    sweeper = case.fleet.sweeper(faults="sweep.before_send=kill")
    build = await case.shop.ask()
    with case.fleet.servers.broker.client as redis:
        redis.flushall()
    case.fleet.start(case.fleet.worker())
    sweeper.start().wait_ended()
    case.fleet.start(sweeper)
    case.fault_over()
    await case.live(build)
    await case.check()


async def test_the_same_request_50_times_at_one_moment_is_one_build(case: Case) -> None:
    await case.shop.stock(4)
    web = case.fleet.web()
    case.fleet.start(web, case.fleet.worker(), case.fleet.sweeper())
    wanted = {"store_id": case.shop.store_id, "request_id": "the same"}
    async with caller(case.shop, web) as asking:
        answers = await asyncio.gather(*(asking.post("/generate", json=wanted) for _ in range(50)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["job_id"] for answer in answers}) == 1
    [build] = await case.shop.builds()
    await case.live(build)
    await case.check(counters=True)


async def test_20_builds_of_one_store_in_quick_succession_end_in_order(case: Case) -> None:
    """One runs, one waits; the others are superseded by name. What is live only ever gets newer."""
    await case.shop.stock(4)
    case.fleet.start(case.fleet.worker(), case.fleet.worker("second"), case.fleet.sweeper())
    builds = []
    for number in range(20):
        builds.append(await case.shop.ask(request_id=f"request {number}"))
        await asyncio.sleep(0.2)  # so that some of them run
    ended = await case.ended(*builds)
    assert {build.state for build in ended} <= {"live", "superseded"}
    assert ended[-1].state == "live", "the newest one is what visitors see"
    assert all(build.successor for build in ended if build.state == "superseded")
    session = case.shop.session
    switches = await history(session.mongo, case.shop.scope)
    lives = [build.number for build in ended if build.state == "live"]
    assert [switch.number for switch in switches][-1] == lives[-1] == max(lives)
    await case.check()
    case.figures["live"], case.figures["superseded"] = len(lives), len(ended) - len(lives)


async def test_different_requests_at_one_moment_leave_one_running_and_one_waiting(case: Case) -> None:
    await case.shop.stock(4)
    session, scope = case.shop.session, case.shop.scope
    await asyncio.gather(*(ask_for_build(session, scope, request_id=f"r{n}", trigger="test") for n in range(12)))
    builds = await case.shop.builds()
    assert sorted(build.state for build in builds) == ["queued", *["superseded"] * 11]
    case.fleet.start(case.fleet.worker(), case.fleet.sweeper())
    await case.ended(*builds)
    await case.check()
