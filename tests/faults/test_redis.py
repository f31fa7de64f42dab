"""Redis dies, forgets, fills up, hangs up on everybody: builds go on where they were."""

from __future__ import annotations

import asyncio
from datetime import datetime

import pytest
from redis import Redis

from storefront.builds.models import Build
from tests.factories.pipeline import eventually
from tests.faults.case import Case, wake
from tests.faults.fleet import AS_IN_PRODUCTION

DURABLE_WITHIN_S, FORGETFUL_WITHIN_S = 30.0, 60.0  # promises
ONE_OF_EACH_STAGE = ("photos", "plan", "images", "upload", "site", "release")


async def _caught(case: Case, kind: str) -> tuple[Build, int]:
    """A build that has come to a batch of the kind, whose process stands still; the others of the stage wait."""
    case.fleet.pace = AS_IN_PRODUCTION
    await case.shop.stock(8)
    worker = case.fleet.worker(concurrency=1, faults=f"item.after_claim[{kind}.00000]=stop")
    case.fleet.start(worker, case.fleet.sweeper())
    build = await case.shop.ask()
    return build, await case.caught(build, kind)


@pytest.mark.parametrize("kind", ["images", "site"])
async def test_a_durable_redis_is_killed_and_comes_back(case: Case, kind: str) -> None:
    build, child = await _caught(case, kind)
    broker = case.fleet.servers.broker
    broker.kill("SIGKILL")
    wake(child)
    broker.start().wait_ready()
    case.fault_over()
    await case.live(build)
    await case.check()
    assert float(case.figures["recovered_s"]) <= DURABLE_WITHIN_S


@pytest.mark.parametrize("kind", ["photos", "images"])
async def test_redis_is_killed_and_comes_back_empty(case: Case, kind: str) -> None:
    build, child = await _caught(case, kind)
    done = await _finished(case, build)
    broker = case.fleet.servers.broker
    broker.kill("SIGKILL")
    broker.forget()
    wake(child)
    broker.start().wait_ready()
    case.fault_over()
    await case.live(build)
    await case.check()
    assert float(case.figures["recovered_s"]) <= FORGETFUL_WITHIN_S
    assert done.items() <= (await _finished(case, build)).items(), "nothing finished is done again"


async def _finished(case: Case, build: Build) -> dict[str, datetime]:
    return {row["batch_id"]: row["finished_at"] for row in await case.shop.batches(build, state="done")}


@pytest.mark.parametrize("kind", ONE_OF_EACH_STAGE)
async def test_redis_forgets_everything_in_a_stage(case: Case, kind: str) -> None:
    """Messages that wait, the one that is worked on, the chord's counters: all gone at one moment."""
    build, child = await _caught(case, kind)
    with case.fleet.servers.broker.client as redis:
        redis.flushall()
    wake(child)
    case.fault_over()
    await case.live(build)
    assert (await case.check()).attempts == 1
    assert float(case.figures["recovered_s"]) <= FORGETFUL_WITHIN_S


async def test_redis_forgets_the_start_of_a_build(case: Case) -> None:
    await case.shop.stock(4)
    case.fleet.start(case.fleet.sweeper())
    build = await case.shop.ask()
    with case.fleet.servers.broker.client as redis:
        redis.flushall()
    case.fleet.start(case.fleet.worker())
    case.fault_over()
    await case.live(build)
    await case.check()


async def test_redis_is_away_for_10_s_while_batches_end(case: Case) -> None:
    """Batches finish meanwhile: their results can't be stored, their messages can't be acknowledged."""
    await case.shop.stock(8)
    case.fleet.start(case.fleet.worker(faults="item.after_claim[images.00001]=sleep:2"), case.fleet.sweeper())
    build = await case.shop.ask()
    await case.running(build, "images")
    broker = case.fleet.servers.broker
    broker.kill("SIGKILL")
    await asyncio.sleep(10)  # the fault itself
    broker.start().wait_ready()
    case.fault_over()
    await case.live(build)
    await case.check()
    assert float(case.figures["recovered_s"]) <= DURABLE_WITHIN_S


async def test_redis_is_full_and_freed_again(case: Case) -> None:
    """A full Redis refuses every message; what was asked for meanwhile is recorded, and built when there is room."""
    await case.shop.stock(6)
    case.fleet.start(case.fleet.worker(), case.fleet.sweeper())
    await case.live(await case.shop.ask())
    with case.fleet.servers.broker.client as redis:
        redis.config_set("maxmemory", 1)
        asked = await case.shop.ask(request_id="while it was full")
        await eventually(lambda: _refused(redis), bool)
        assert (await case.shop.until(asked, lambda seen: seen.state == "queued")).state == "queued"
        redis.config_set("maxmemory", 0)
    case.fault_over()
    await case.live(asked)
    await case.check()


async def _refused(redis: Redis) -> bool:
    """Whether Redis has refused a message for want of memory."""
    return "OOM" in str(redis.info("errorstats"))


async def test_redis_fills_up_in_the_middle_of_a_build(case: Case) -> None:
    build, child = await _caught(case, "images")
    with case.fleet.servers.broker.client as redis:
        redis.config_set("maxmemory", 1)
        wake(child)
        await eventually(lambda: _refused(redis), bool)
        redis.config_set("maxmemory", 0)
    case.fault_over()
    await case.live(build)
    await case.check()


async def test_redis_hangs_up_on_everybody_again_and_again(case: Case) -> None:
    await case.shop.stock(12)
    case.fleet.start(case.fleet.worker("one"), case.fleet.worker("two"), case.fleet.sweeper())
    build = await case.shop.ask()
    storms = 0
    with case.fleet.servers.broker.client as redis:
        while not (await case.shop.builds())[0].ended and storms < 10:
            for kind in ("normal", "pubsub"):
                redis.execute_command("CLIENT", "KILL", "TYPE", kind, "SKIPME", "yes")
            storms += 1
            await asyncio.sleep(0.5)  # the fault itself: twice a second
    case.fault_over()
    await case.live(build)
    await case.check()
    case.figures["storms"] = storms
