"""Batch rows. Claim and finish are each one update of one row, filtered by epoch and state.

A row: todo → running (lease) → done, or back to todo after an error or a lease that ran out; dead after the
last attempt. Attempts that a missing server ended are excused: they say nothing of the batch, and the build's deadline
ends them. `published_at` says that a message for it is under way.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from storefront.builds.models import Batch, BatchPlan, Build, batch_from
from storefront.storage.mongo import Document, Mongo, ReturnDocument, UpdateOne, in_milliseconds, literals

MAX_ATTEMPTS = 4


async def add_batches(mongo: Mongo, build: Build, plans: list[BatchPlan]) -> None:
    """Write the rows that are not there yet; the same plan twice makes no second row."""
    if plans:
        await mongo.control.batches.bulk_write([_insertion(build, plan) for plan in plans], ordered=False)


def _insertion(build: Build, plan: BatchPlan) -> Any:
    batch_id = f"{plan.kind}.{plan.index:05}"
    row = build.scope.filter(
        build_id=build.build_id, batch_id=batch_id, stage=plan.stage, kind=plan.kind, index=plan.index,
        input=plan.input, items=plan.items, epoch=build.epoch, state="todo", attempts=0, excused=0,
        published_at=None, not_before=None, lease_until=None, result={},
    )  # fmt: skip
    return UpdateOne({"build_id": build.build_id, "batch_id": batch_id}, {"$setOnInsert": row}, upsert=True)


async def take_window(mongo: Mongo, build: Build, size: int) -> list[Batch]:
    """Up to `size` batches of the build's stage whose message is not under way; they are marked as published.

    Pages and photos by turns, so that neither kind of worker waits for the other. Of two that take windows at one
    moment each gets what the other does not.
    """
    ready = _rows(
        build, state="todo", published_at=None, **{"$expr": {"$lte": [{"$ifNull": ["$not_before", "$$NOW"]}, "$$NOW"]}}
    )
    rows = [row async for row in mongo.control.batches.find(ready).sort([("index", 1), ("batch_id", 1)]).limit(size)]
    if not rows:
        return []
    taker = mongo.new_id()
    seen = {"_id": {"$in": [row["_id"] for row in rows]}}
    taken = await mongo.control.batches.update_many(
        {**seen, "state": "todo", "published_at": None}, [{"$set": {"published_at": "$$NOW", "taker": taker}}]
    )
    if taken.modified_count < len(rows):
        mine = mongo.control.batches.find({**seen, "taker": taker}, {"_id": 1})
        ours = {row["_id"] async for row in mine}
        rows = [row for row in rows if row["_id"] in ours]
    return [batch_from(row) for row in rows]


async def give_back(mongo: Mongo, build: Build, batch_ids: list[str]) -> None:
    """The messages could not be published after all."""
    rows = _rows(build, batch_id={"$in": batch_ids}, state="todo")
    await mongo.control.batches.update_many(rows, {"$set": {"published_at": None}})


async def claim(mongo: Mongo, build_id: str, batch_id: str, epoch: int, *, worker: str, lease_s: float) -> Batch | None:
    """Take the batch for this worker; the attempt is counted before the work. None: it is not to be had (any more)."""
    row = await mongo.control.batches.find_one_and_update(
        {"build_id": build_id, "batch_id": batch_id, "epoch": epoch, "state": "todo"},
        [
            {
                "$set": {
                    "state": "running",
                    "attempts": {"$add": ["$attempts", 1]},
                    "worker": {"$literal": worker},
                    "started_at": "$$NOW",
                    "lease_until": in_milliseconds(lease_s),
                }
            }
        ],
        return_document=ReturnDocument.AFTER,
    )
    return None if row is None else batch_from(row)


async def renew(mongo: Mongo, batch: Batch, lease_s: float) -> bool:
    """Keep the batch a while longer; False when it has been taken away (cancelled, or the lease ran out)."""
    outcome = await mongo.control.batches.update_one(
        _mine(batch), [{"$set": {"lease_until": in_milliseconds(lease_s)}}]
    )
    return bool(outcome.matched_count)


async def finish(mongo: Mongo, batch: Batch, result: Document) -> bool:
    """Note the outcome; False when the batch is not this worker's any more (then its outputs do no harm)."""
    done = {
        "state": "done",
        "finished_at": "$$NOW",
        "seconds": {"$divide": [{"$subtract": ["$$NOW", "$started_at"]}, 1000]},
        **literals({"result": result, "error": None}),
    }
    outcome = await mongo.control.batches.update_one(_mine(batch), [{"$set": done}])
    return bool(outcome.matched_count)


async def put_back(mongo: Mongo, batch: Batch, error: str, *, delay_s: float = 0.0, excused: bool = False) -> bool:
    """The attempt failed: to be tried again after the delay; dead after the last attempt, unless it is excused.

    False when the batch is not this worker's any more: then nothing of it may be told of the build either.
    """
    state = "todo" if excused or batch.attempts - batch.excused < MAX_ATTEMPTS else "dead"
    change = literals({"state": state, "published_at": None, "lease_until": None, "error": error})
    change["excused"] = batch.excused + excused
    change["not_before"] = in_milliseconds(delay_s)
    outcome = await mongo.control.batches.update_one(_mine(batch), [{"$set": change}])
    return bool(outcome.matched_count)


def _mine(batch: Batch) -> Document:
    return {
        "build_id": batch.build_id,
        "batch_id": batch.batch_id,
        "epoch": batch.epoch,
        "state": "running",
        "attempts": batch.attempts,
    }


async def done_batches(mongo: Mongo, build: Build, kinds: Iterable[str]) -> dict[str, list[Batch]]:
    """The build's finished batches of these kinds, each kind in order."""
    done = build.scope.filter(build_id=build.build_id, kind={"$in": sorted(kinds)}, state="done")
    by_kind: dict[str, list[Batch]] = {}
    async for row in mongo.control.batches.find(done).sort("batch_id", 1):
        by_kind.setdefault(row["kind"], []).append(batch_from(row))
    return by_kind


async def states_of_stage(mongo: Mongo, build: Build) -> dict[str, int]:
    """How many batches of the build's stage are in each state."""
    groups = mongo.control.batches.aggregate(
        [{"$match": _rows(build)}, {"$group": {"_id": "$state", "count": {"$sum": 1}}}]
    )
    return {group["_id"]: group["count"] async for group in groups}


async def first_dead(mongo: Mongo, build: Build) -> Document | None:
    row: Document | None = await mongo.control.batches.find_one(_rows(build, state="dead"), sort=[("batch_id", 1)])
    return row


def _rows(build: Build, **conditions: Any) -> Document:
    return build.scope.filter(build_id=build.build_id, stage=build.stage, **conditions)
