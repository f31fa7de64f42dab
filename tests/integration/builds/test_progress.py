"""How far a build is, told from its rows."""

from __future__ import annotations

from storefront.builds.models import BatchPlan
from storefront.builds.moves import fail, go_live, move_stage
from storefront.builds.progress import WEIGHTS, progress_of
from storefront.builds.queries import build_by_id
from storefront.storage.mongo import Mongo
from tests.factories.builds import claimed_batch, done_batch, running_build


def test_the_stages_make_a_whole() -> None:
    assert sum(WEIGHTS.values()) == 100


async def test_fetch_counts_photos_and_not_the_catalogue(mongo: Mongo) -> None:
    build = await running_build(mongo)
    await done_batch(mongo, build, BatchPlan("fetch", "catalogue", 0, items=0), {})
    assert (await progress_of(mongo, build)).percent == 0
    await done_batch(mongo, build, BatchPlan("fetch", "photos", 0, items=16), {})
    await claimed_batch(mongo, build, BatchPlan("fetch", "photos", 1, items=4))
    progress = await progress_of(mongo, build)
    fetch = progress.stages[0]
    assert (fetch.items_done, fetch.items, fetch.complete) == (16, 20, False)
    assert progress.percent == round(WEIGHTS["fetch"] * 16 / 20, 1)


async def test_a_build_without_photos_has_fetched_when_it_plans(mongo: Mongo) -> None:
    build = await running_build(mongo)
    await done_batch(mongo, build, BatchPlan("fetch", "catalogue", 0, items=0), {})
    moved = await move_stage(mongo, build)
    assert moved is not None
    assert (await progress_of(mongo, moved)).percent == WEIGHTS["fetch"]


async def test_a_failed_stage_is_not_complete(mongo: Mongo) -> None:
    build = await running_build(mongo)
    await done_batch(mongo, build, BatchPlan("fetch", "photos", 0, items=1), {})
    await claimed_batch(mongo, build, BatchPlan("fetch", "photos", 1, items=1))
    await fail(mongo, build, "batch_failed", "no")
    progress = await progress_of(mongo, await build_by_id(mongo, build.build_id))
    assert progress.percent == WEIGHTS["fetch"] / 2
    assert not progress.stages[0].complete
    assert progress.stages[0].seconds is not None


async def test_a_live_build_is_complete_and_so_is_its_last_batch_before_its_worker_says_so(mongo: Mongo) -> None:
    build = await running_build(mongo)
    await claimed_batch(mongo, build, BatchPlan("deploy", "release", 0))
    await go_live(mongo, build, release_id="r", outcome="changed", summary={})
    progress = await progress_of(mongo, await build_by_id(mongo, build.build_id))
    assert progress.percent == 100
    assert all(stage.complete for stage in progress.stages)
    row = await mongo.control.batches.find_one({"batch_id": "release.00000"})
    assert row["state"] == "done"
