"""Messages that come late, and closers that were slow: what they know of the build is not so any more."""

from __future__ import annotations

import pytest

from storefront.builds.batches import add_batches, claim, put_back
from storefront.builds.closing import close_stage, open_stage
from storefront.builds.fairness import Capacity
from storefront.builds.lost import attempt_at, end_attempt
from storefront.builds.models import BatchPlan, Build
from storefront.builds.moves import cancel, fail, move_state
from storefront.builds.queries import build_by_id
from storefront.builds.reopening import reopen
from storefront.builds.starting import start
from storefront.storage.mongo import Mongo
from tests.factories.builds import claimed_batch, done_batch, finished, queued_build, running_build

MANY = Capacity(100)
PHOTOS = {"photos": [{"key": "p", "count": 3}], "counts": {"products": 10, "quarantined": 0}}
PLAN = {"site_key": "s", "theme": "t", "pages": [{"key": "a", "count": 3}], "images": [], "manifest_key": "m"}
ROUND = {"product_id": "round", "what": "Round", "reason": "It failed 4 times."}


async def _open_rows(mongo: Mongo, build: Build) -> list[str]:
    rows = mongo.control.batches.find({"build_id": build.build_id, "state": {"$in": ["todo", "running"]}})
    return sorted([row["batch_id"] async for row in rows])


async def _at_pages(mongo: Mongo) -> Build:
    build = await running_build(mongo)
    await done_batch(mongo, build, BatchPlan("fetch", "catalogue", 0), {**PHOTOS, "photos": []})
    await close_stage(mongo, build, MANY)
    build = await build_by_id(mongo, build.build_id)
    await finished(mongo, build, "plan.00000", PLAN)
    await close_stage(mongo, build, MANY)
    return await build_by_id(mongo, build.build_id)


@pytest.mark.parametrize("ended", ["failed", "timed_out", "cancelled"])
@pytest.mark.parametrize("begun", [True, False])
async def test_a_start_that_comes_after_the_end_starts_nothing(mongo: Mongo, ended: str, begun: bool) -> None:
    """A start may be delivered twice, and the second time when the build has failed."""
    build = await (running_build if begun else queued_build)(mongo)
    assert await move_state(mongo, build.build_id, ended, changes={"code": "broken", "reason": "It broke."})  # type: ignore[arg-type]
    assert await start(mongo, build.build_id) is None
    assert (await build_by_id(mongo, build.build_id)).state == ended


async def test_a_build_that_waits_is_not_run_again(mongo: Mongo) -> None:
    build = await queued_build(mongo)
    assert await reopen(mongo, build) is None
    assert (await build_by_id(mongo, build.build_id)).state == "queued"


async def test_a_build_that_was_cancelled_while_it_started_gets_no_batches(mongo: Mongo) -> None:
    started = await running_build(mongo)
    await cancel(mongo, started)
    assert (await open_stage(mongo, started, MANY)).batches == []
    assert await _open_rows(mongo, started) == []


async def test_a_build_that_was_cancelled_while_its_stage_was_closed_gets_no_batches(mongo: Mongo) -> None:
    build = await running_build(mongo)
    await done_batch(mongo, build, BatchPlan("fetch", "catalogue", 0), PHOTOS)
    await cancel(mongo, build)
    assert (await close_stage(mongo, build, MANY)).batches == []
    assert await _open_rows(mongo, build) == []


@pytest.mark.parametrize("items", [1, 3])
async def test_nothing_of_a_cancelled_build_is_split_or_set_aside(mongo: Mongo, items: int) -> None:
    build = await running_build(mongo)
    for _ in range(4):
        photos = BatchPlan("fetch", "photos", 0, {"photos_key": "p"}, items=items)
        await put_back(mongo, await claimed_batch(mongo, build, photos), "its worker was lost", items_fault=True)
    await cancel(mongo, build)
    await close_stage(mongo, build, MANY)
    assert await _open_rows(mongo, build) == []


async def test_a_closer_of_the_first_plan_does_nothing_to_the_second(mongo: Mongo) -> None:
    first = await _at_pages(mongo)
    await finished(mongo, first, "pages.00000", {"left_out": [ROUND]})
    await close_stage(mongo, first, MANY)
    assert (await close_stage(mongo, first, MANY)).batches == [], "there is no plan just now"
    second = await build_by_id(mongo, first.build_id)
    await finished(mongo, second, "plan.00000", PLAN)
    await mongo.control.builds.update_one({"_id": second.build_id}, {"$set": {"stage": "make"}})
    assert (await close_stage(mongo, first, MANY)).batches == []
    assert await _open_rows(mongo, second) == [], "a late worker of the first plan would find its batch in such rows"


async def test_a_closer_of_the_first_run_takes_no_batches_of_the_second(mongo: Mongo) -> None:
    """The end of its chords would close nothing."""
    build = await running_build(mongo)
    await open_stage(mongo, build, MANY)
    await fail(mongo, build, "broken", "It broke.")
    again = await reopen(mongo, await build_by_id(mongo, build.build_id))
    assert again is not None
    assert (await close_stage(mongo, build, MANY)).batches == []
    assert len((await close_stage(mongo, again, MANY)).batches) == 1


async def test_what_a_closer_of_the_first_run_left_when_it_was_killed_is_done_in_the_second(mongo: Mongo) -> None:
    build = await running_build(mongo)
    await fail(mongo, build, "broken", "It broke.")
    again = await reopen(mongo, await build_by_id(mongo, build.build_id))
    assert again is not None
    await add_batches(mongo, build, [BatchPlan("fetch", "catalogue", 0)])  # and then it was killed
    [batch] = (await close_stage(mongo, again, MANY)).batches
    assert batch.epoch == build.epoch
    assert await claim(mongo, batch.build_id, batch.batch_id, batch.epoch, worker="test:1", lease_s=30) is not None


async def test_only_the_attempt_whose_worker_is_gone_is_ended(mongo: Mongo) -> None:
    """It may have been taken back, and claimed anew, since its worker was looked at."""
    build = await running_build(mongo)
    await claimed_batch(mongo, build, BatchPlan("fetch", "catalogue", 0))
    seen = await attempt_at(mongo, build.build_id, "catalogue.00000", build.epoch)
    assert seen is not None
    assert await end_attempt(mongo, seen)
    await claimed_batch(mongo, build, BatchPlan("fetch", "catalogue", 0))  # by a worker of the same name
    assert not await end_attempt(mongo, seen)
    assert await _open_rows(mongo, build) == ["catalogue.00000"]
