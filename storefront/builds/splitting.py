"""Batches that gave up: split down to the one photo or product at fault, which is then set aside with its reason.

A batch whose worker was lost, or that met an error nobody thought of, four times is split into one batch for each of
its items. An item that gives up alone is not touched again: its batch runs once more and leaves the item's stand-in.
When every item of a batch of some gives up, no item is at fault, and the build fails. So it does for a batch that
cannot be split, and for an error that says itself what is wrong: a file of ours that is gone, a server that refuses.
"""

from __future__ import annotations

from storefront.builds.batches import MAX_ATTEMPTS, row_of
from storefront.builds.events import append_event
from storefront.builds.models import BatchPlan, Build
from storefront.storage.mongo import Document, InsertOne, Mongo, Session

_SPLITTABLE = frozenset({"photos", "pages", "images"})
_FEW = 4  # of fewer items each may be at fault: one product's pages in its languages


async def see_to_dead(mongo: Mongo, build: Build) -> str | None:
    """Split or set aside the batches of the stage that gave up; the reason when one of them ends the build."""
    dead = build.scope.filter(build_id=build.build_id, stage=build.stage, state="dead")
    async for row in mongo.control.batches.find(dead).sort("batch_id", 1):
        if not await _is_an_items_fault(mongo, row):
            return _in_words(row)
        await (_split if row["items"] > 1 else _set_aside)(mongo, build, row)
    return None


async def _is_an_items_fault(mongo: Mongo, row: Document) -> bool:
    if row["kind"] not in _SPLITTABLE or row.get("set_aside") or not row.get("items_fault"):
        return False
    return row["items"] > 1 or not await _all_gave_up(mongo, row)


async def _all_gave_up(mongo: Mongo, row: Document) -> bool:
    """Whether no other part of the batch that was split has come, or may yet come, to a good end."""
    others = {"build_id": row["build_id"], "parent": row.get("parent"), "batch_id": {"$ne": row["batch_id"]}}
    if row.get("parent") is None or await mongo.control.batches.count_documents(others) < _FEW - 1:
        return False
    well = {**others, "set_aside": None, "state": {"$ne": "dead"}}
    return not await mongo.control.batches.count_documents(well, limit=1)


async def _split(mongo: Mongo, build: Build, row: Document) -> None:
    """The batch and its parts change in one transaction: nothing is done twice, nothing is left out."""
    first = row["input"].get("first", 0)
    parts = [
        BatchPlan(row["stage"], row["kind"], row["index"], {**row["input"], "first": first + place, "count": 1})
        for place in range(row["items"])
    ]

    async def work(session: Session) -> None:
        taken = await mongo.control.batches.update_one(
            {"_id": row["_id"], "state": "dead"}, {"$set": {"state": "split"}}, session=session
        )
        if taken.modified_count:
            rows = [
                {**row_of(build, part, f"{row['batch_id']}.{place:03}"), "parent": row["batch_id"]}
                for place, part in enumerate(parts)
            ]
            await mongo.control.batches.bulk_write([InsertOne(each) for each in rows], session=session)
            reason = f"{_in_words(row)} Its {len(parts)} items are tried one by one."
            await append_event(mongo, build, "batch", reason=reason, session=session)

    await mongo.in_transaction(work)


async def _set_aside(mongo: Mongo, build: Build, row: Document) -> None:
    afresh = {"state": "todo", "attempts": 0, "excused": 0, "published_at": None, "not_before": None, "again": True}
    reason = f"It failed {MAX_ATTEMPTS} times: {_error(row)}."
    taken = await mongo.control.batches.update_one(
        {"_id": row["_id"], "state": "dead"}, {"$set": {**afresh, "set_aside": reason}}
    )
    if taken.modified_count:
        await append_event(mongo, build, "batch", reason=f"{_in_words(row)} Its one item is set aside.")


def _in_words(row: Document) -> str:
    times = row["attempts"] - row.get("excused", 0)
    return f"Batch {row['batch_id']} failed {times} times: {_error(row)}."


def _error(row: Document) -> str:
    return str(row.get("error") or "its worker was lost").rstrip(".")
