"""Batches whose worker is gone: they are free again, or dead after the last attempt."""

from __future__ import annotations

from dataclasses import dataclass

from storefront.builds.batches import MAX_ATTEMPTS
from storefront.storage.mongo import Document, Mongo, literals


@dataclass(frozen=True, slots=True)
class Attempt:
    """A batch at work: whose it is."""

    build_id: str
    batch_id: str
    epoch: int
    attempts: int
    worker: str  # "host:pid"
    machine: str | None  # where that pid is its own


async def attempt_at(mongo: Mongo, build_id: str, batch_id: str, epoch: int) -> Attempt | None:
    """None when nobody has claimed the batch."""
    held = {"build_id": build_id, "batch_id": batch_id, "epoch": epoch, "state": "running"}
    row = await mongo.control.batches.find_one(held, {"attempts": 1, "worker": 1, "machine": 1})
    if row is None:
        return None
    return Attempt(build_id, batch_id, epoch, row["attempts"], row["worker"], row.get("machine"))


async def end_attempt(mongo: Mongo, attempt: Attempt) -> bool:
    """The worker of this attempt, and of no later one, is gone."""
    row = {"build_id": attempt.build_id, "batch_id": attempt.batch_id, "epoch": attempt.epoch}
    return await take_back(mongo, {**row, "attempts": attempt.attempts, "worker": attempt.worker})


async def take_back(mongo: Mongo, lost: Document) -> bool:
    """Free the running batch of this condition."""
    counted = {"$subtract": ["$attempts", {"$ifNull": ["$excused", 0]}]}
    freed = {"published_at": None, "lease_until": None, "error": "its worker was lost", "again": True}
    change = {
        "state": {"$cond": [{"$gte": [counted, MAX_ATTEMPTS]}, "dead", "todo"]},
        **literals({**freed, "items_fault": True}),
    }
    taken = await mongo.control.batches.update_one({"state": "running", **lost}, [{"$set": change}])
    return bool(taken.modified_count)
