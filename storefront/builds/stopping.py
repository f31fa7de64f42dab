"""What a batch's row says when its work is stopped before its end, by a cancel or because its worker is to stop.

Like claim and finish, each is one update of one row that is still this worker's attempt.
"""

from __future__ import annotations

from storefront.builds.models import Batch
from storefront.storage.mongo import Document, Mongo, literals


async def note_stopped(mongo: Mongo, batch: Batch, worker: str) -> bool:
    """A cancelled batch's work has ended. False when the row is not cancelled, or is another's by now."""
    outcome = await mongo.control.batches.update_one(
        {**_attempt(batch), "state": "cancelled", "worker": worker}, [{"$set": {"stopped_at": "$$NOW"}}]
    )
    return bool(outcome.matched_count)


async def hand_back(mongo: Mongo, batch: Batch, reason: str) -> bool:
    """The worker stops before the batch is done: it may be claimed at once, and the attempt is excused.

    It counts as published, since the message goes back into its queue. False when the batch is another's by now.
    """
    change = {
        "published_at": "$$NOW",
        **literals({"state": "todo", "not_before": None, "lease_until": None, "error": reason}),
        "excused": batch.excused + 1,
    }
    outcome = await mongo.control.batches.update_one({**_attempt(batch), "state": "running"}, [{"$set": change}])
    return bool(outcome.matched_count)


def _attempt(batch: Batch) -> Document:
    return {
        "build_id": batch.build_id,
        "batch_id": batch.batch_id,
        "epoch": batch.epoch,
        "attempts": batch.attempts,
    }
