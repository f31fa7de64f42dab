"""What a batch's row says when its work is stopped."""

from __future__ import annotations

from dataclasses import replace

from storefront.builds.batches import claim
from storefront.builds.models import Batch, BatchPlan, Build
from storefront.builds.moves import cancel
from storefront.builds.stopping import hand_back, note_stopped
from storefront.storage.mongo import Document, Mongo
from tests.factories.builds import claimed_batch, running_build

PLAN = BatchPlan("fetch", "catalogue", 0)


async def _row(mongo: Mongo, batch: Batch) -> Document:
    row = await mongo.control.batches.find_one({"build_id": batch.build_id, "batch_id": batch.batch_id})
    assert row is not None
    return dict(row)


async def _begun(mongo: Mongo) -> tuple[Build, Batch, str]:
    """A build, its claimed batch, and who claimed it."""
    build = await running_build(mongo)
    batch = await claimed_batch(mongo, build, PLAN)
    return build, batch, str((await _row(mongo, batch))["worker"])


async def test_the_end_of_cancelled_work_is_noted_by_its_worker_alone(mongo: Mongo) -> None:
    build, batch, worker = await _begun(mongo)
    assert not await note_stopped(mongo, batch, worker), "it is not cancelled"
    await cancel(mongo, build)
    assert not await note_stopped(mongo, batch, "another:1")
    assert not await note_stopped(mongo, replace(batch, attempts=batch.attempts + 1), worker)
    assert "stopped_at" not in await _row(mongo, batch)
    assert await note_stopped(mongo, batch, worker)
    row = await _row(mongo, batch)
    assert row["state"] == "cancelled"
    assert row["stopped_at"] >= row["started_at"]


async def test_a_batch_that_is_handed_back_may_be_claimed_at_once_and_the_attempt_is_excused(mongo: Mongo) -> None:
    _, batch, _ = await _begun(mongo)
    assert await hand_back(mongo, batch, "its worker was stopped")
    row = await _row(mongo, batch)
    assert (row["state"], row["excused"], row["error"]) == ("todo", 1, "its worker was stopped")
    assert row["published_at"] is not None, "its message goes back into the queue"
    again = await claim(mongo, batch.build_id, batch.batch_id, batch.epoch, worker="heir:2", lease_s=12)
    assert again is not None
    assert (again.attempts, again.excused) == (2, 1)
    assert not await hand_back(mongo, batch, "too late"), "it is the heir's by now"
    assert (await _row(mongo, batch))["worker"] == "heir:2"
