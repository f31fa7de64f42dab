"""A failed build runs again, from where it was or from the beginning."""

from __future__ import annotations

from datetime import UTC, datetime

from storefront.builds.batches import put_back
from storefront.builds.closing import close_stage
from storefront.builds.fairness import Capacity
from storefront.builds.models import BatchPlan
from storefront.builds.moves import fail, move_stage
from storefront.builds.progress import progress_of
from storefront.builds.queries import build_by_id
from storefront.builds.reopening import reopen
from storefront.storage.mongo import Mongo
from tests.factories.builds import claimed_batch, done_batch, running_build


async def test_an_old_epoch_moves_nothing(mongo: Mongo) -> None:
    build = await running_build(mongo)
    await fail(mongo, build, "batch_failed", "no")
    failed = await build_by_id(mongo, build.build_id)
    assert (failed.state, failed.code, failed.reason) == ("failed", "batch_failed", "no")
    assert await reopen(mongo, failed) is not None
    assert await fail(mongo, build, "late", "from the first run") is None
    assert (await build_by_id(mongo, build.build_id)).state == "running"


async def test_reopening_keeps_what_is_done(mongo: Mongo) -> None:
    build = await running_build(mongo)
    await done_batch(mongo, build, BatchPlan("fetch", "catalogue", 0), {"photos": []})
    await claimed_batch(mongo, build, BatchPlan("fetch", "photos", 0))
    await fail(mongo, build, "batch_failed", "no")
    again = await reopen(mongo, await build_by_id(mongo, build.build_id))
    assert again is not None
    rows = {row["batch_id"]: row async for row in mongo.control.batches.find({"build_id": build.build_id})}
    assert {name: (row["state"], row["epoch"]) for name, row in rows.items()} == {
        "catalogue.00000": ("done", again.epoch),
        "photos.00000": ("todo", again.epoch),
    }


async def test_a_failed_build_waits_while_another_runs(mongo: Mongo) -> None:
    first = await running_build(mongo)
    await fail(mongo, first, "batch_failed", "no")
    await running_build(mongo)
    assert await reopen(mongo, await build_by_id(mongo, first.build_id)) is None


async def test_a_worker_of_the_first_run_says_nothing_of_the_second(mongo: Mongo) -> None:
    build = await running_build(mongo)
    batch = await claimed_batch(mongo, build, BatchPlan("fetch", "catalogue", 0))
    await fail(mongo, build, "batch_failed", "no")
    assert await reopen(mongo, await build_by_id(mongo, build.build_id)) is not None
    assert not await put_back(mongo, batch, "too late")


async def test_the_stage_s_clock_runs_again(mongo: Mongo) -> None:
    build = await running_build(mongo)
    await fail(mongo, build, "batch_failed", "no")
    stopped = await build_by_id(mongo, build.build_id)
    assert set(stopped.stage_times["fetch"]) == {"opened_at", "closed_at"}
    await reopen(mongo, stopped)
    again = await build_by_id(mongo, build.build_id)
    assert set(again.stage_times["fetch"]) == {"opened_at"}
    assert again.stage_times["fetch"]["opened_at"] > stopped.stage_times["fetch"]["opened_at"]
    assert again.started_at == stopped.started_at


async def test_what_was_tidied_since_is_made_again(mongo: Mongo) -> None:
    """Tidying of any store of the tenant may have taken contents that the build found and no release names."""
    build = await running_build(mongo)
    await done_batch(mongo, build, BatchPlan("fetch", "catalogue", 0, items=0), {"photos": []})
    moved = await move_stage(mongo, build)
    assert moved is not None
    await fail(mongo, moved, "batch_failed", "no")
    tidied = {"tenant_id": "local", "store_id": "other", "tidied_at": datetime.now(UTC)}
    await mongo.control.stores.insert_one(tidied)
    again = await reopen(mongo, await build_by_id(mongo, build.build_id))
    assert again is not None
    assert (again.state, again.stage, again.epoch) == ("running", "fetch", moved.epoch + 1)
    assert (await progress_of(mongo, again)).percent == 0
    window = await close_stage(mongo, again, Capacity(10))
    assert [(batch.batch_id, batch.epoch) for batch in window.batches] == [("catalogue.00000", again.epoch)]


async def test_what_was_set_aside_in_the_stage_is_tried_again(mongo: Mongo) -> None:
    """When all items of a batch gave up none was at fault: their stand-ins, done by now, were left wrongly."""
    build = await running_build(mongo)
    for number, set_aside in enumerate(("It failed 4 times.", None)):
        await done_batch(mongo, build, BatchPlan("fetch", "photos", number), {"media_key": "m"})
        await mongo.control.batches.update_one({"index": number}, {"$set": {"set_aside": set_aside}})
    await fail(mongo, build, "batch_failed", "no")
    await reopen(mongo, await build_by_id(mongo, build.build_id))
    rows = {row["index"]: row async for row in mongo.control.batches.find({"build_id": build.build_id})}
    assert (rows[0]["state"], rows[0]["set_aside"], rows[0]["result"]) == ("todo", None, {})
    assert rows[1]["state"] == "done"
