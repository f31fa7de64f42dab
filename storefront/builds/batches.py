"""Batch rows. Claim and finish are each one update of one row, filtered by epoch and state.

A row: todo → running (lease) → done, or back to todo after an error or a lease that ran out; dead after the
last attempt (splitting.py). Attempts that a missing server ended are excused: they say nothing of the batch, and the
build's deadline ends them. `published_at` says that a message for it is under way; `again`, that an earlier one came
to nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from storefront.builds.models import Batch, BatchPlan, Build, batch_from
from storefront.builds.states import BatchState
from storefront.storage.mongo import Document, Mongo, ReturnDocument, UpdateOne, in_milliseconds, literals

MAX_ATTEMPTS = 4

IS_DUE: Document = {"$lte": [{"$ifNull": ["$not_before", "$$NOW"]}, "$$NOW"]}  # its delay is over, for an $expr

# A row as if nothing had been tried yet.
AFRESH: Document = {
    "state": "todo", "attempts": 0, "excused": 0, "published_at": None, "not_before": None, "lease_until": None,
    "result": {}, "set_aside": None,
}  # fmt: skip


async def add_batches(mongo: Mongo, build: Build, plans: list[BatchPlan]) -> None:
    """Write the rows that are not there yet; the same plan twice makes no second row."""
    if plans:
        await mongo.control.batches.bulk_write([_insertion(build, plan) for plan in plans], ordered=False)


def _insertion(build: Build, plan: BatchPlan) -> Any:
    row = row_of(build, plan, f"{plan.kind}.{plan.index:05}")
    return UpdateOne({"build_id": build.build_id, "batch_id": row["batch_id"]}, {"$setOnInsert": row}, upsert=True)


def row_of(build: Build, plan: BatchPlan, batch_id: str) -> Document:
    return build.scope.filter(
        build_id=build.build_id, batch_id=batch_id, stage=plan.stage, kind=plan.kind, index=plan.index,
        input=plan.input, items=plan.items, epoch=build.epoch, again=False, **AFRESH,
    )  # fmt: skip


async def drop_batches(mongo: Mongo, build: Build) -> None:
    """Take out again what a closer wrote that was too slow: the build has ended or was planned again meanwhile.

    Nobody has begun with these rows, and those of the build as it is now have another epoch, or are cancelled.
    """
    late = build.scope.filter(build_id=build.build_id, stage=build.stage, epoch=build.epoch, state="todo")
    await mongo.control.batches.delete_many(late)


async def claim(
    mongo: Mongo, build_id: str, batch_id: str, epoch: int, *, worker: str, lease_s: float, machine: str | None = None
) -> Batch | None:
    """Take the batch for this worker; the attempt is counted before the work. None: it is not to be had (any more).

    `machine`: where the worker's number is its own (lost.py).
    """
    row = await mongo.control.batches.find_one_and_update(
        {"build_id": build_id, "batch_id": batch_id, "epoch": epoch, "state": "todo"},
        [
            {
                "$set": {
                    "state": "running",
                    "attempts": {"$add": ["$attempts", 1]},
                    **literals({"worker": worker, "machine": machine}),
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
        _mine(batch, "running", "done"), [{"$set": {"lease_until": in_milliseconds(lease_s)}}]
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
    outcome = await mongo.control.batches.update_one(_mine(batch, "running", "done"), [{"$set": done}])
    return bool(outcome.matched_count)


async def put_back(
    mongo: Mongo,
    batch: Batch,
    error: str,
    *,
    delay_s: float = 0.0,
    excused: bool = False,
    items_fault: bool = False,
) -> bool:
    """The attempt failed: to be tried again after the delay; dead after the last attempt, unless it is excused.

    `items_fault`: nobody knows the error, so it may be one item's. False when the batch is not this worker's any more:
    then nothing of it may be told of the build either.
    """
    state = "todo" if excused or batch.attempts - batch.excused < MAX_ATTEMPTS else "dead"
    change = literals({"state": state, "published_at": None, "lease_until": None, "error": error, "again": True})
    change |= literals({"items_fault": items_fault})
    change["excused"] = batch.excused + excused
    change["not_before"] = in_milliseconds(delay_s)
    outcome = await mongo.control.batches.update_one(_mine(batch, "running"), [{"$set": change}])
    return bool(outcome.matched_count)


def _mine(batch: Batch, *states: BatchState) -> Document:
    """This attempt's row. Going live notes its batch as done before the batch's own worker does."""
    return {
        "build_id": batch.build_id,
        "batch_id": batch.batch_id,
        "epoch": batch.epoch,
        "state": {"$in": list(states)},
        "attempts": batch.attempts,
    }


async def done_batches(mongo: Mongo, build: Build, kinds: Iterable[str]) -> dict[str, list[Batch]]:
    """The build's finished batches of these kinds, each kind in order."""
    done = build.scope.filter(build_id=build.build_id, kind={"$in": sorted(kinds)}, state="done")
    by_kind: dict[str, list[Batch]] = {}
    async for row in mongo.control.batches.find(done).sort("batch_id", 1):
        by_kind.setdefault(row["kind"], []).append(batch_from(row))
    return by_kind
