"""Batches that gave up: split down to the one photo or product at fault, which is then set aside with its reason.

A batch whose worker was lost, or that met an error nobody thought of, four times is split into one batch for each of
its items. An item that gives up alone is not touched again: its batch runs once more and leaves the item's stand-in.
When every item of a batch of some gives up, no item is at fault, and the build fails. So it does for a batch that
cannot be split, and for an error that says itself what is wrong: a file of ours that is gone, a server that refuses.
"""

from __future__ import annotations

from storefront.builds.batches import AFRESH, MAX_ATTEMPTS, row_of
from storefront.builds.events import append_event
from storefront.builds.models import BatchPlan, Build
from storefront.builds.moves import is_still
from storefront.storage.mongo import Document, InsertOne, Mongo, Session

_SPLITTABLE = frozenset({"photos", "pages", "images"})
_FEW = 4  # of fewer items each may be at fault: one product's pages in its languages


async def see_to_dead(mongo: Mongo, build: Build) -> str | None:
    """Split or set aside the batches of the stage that gave up; the reason when one of them ends the build."""
    dead = build.scope.filter(build_id=build.build_id, stage=build.stage, state="dead")
    async for row in mongo.control.batches.find(dead).sort("batch_id", 1):
        if not await _is_an_items_fault(mongo, row):
            return _in_words(row)
        await _change(mongo, build, row)
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


async def _change(mongo: Mongo, build: Build, row: Document) -> None:
    """Once, with its event, and only while the build is as it is known here: nothing is done twice or left over."""

    async def work(session: Session) -> None:
        if await is_still(mongo, build, session):
            told = await (_split if row["items"] > 1 else _set_aside)(mongo, build, row, session)
            if told is not None:
                await append_event(mongo, build, "batch", reason=f"{_in_words(row)} {told}", session=session)

    await mongo.in_transaction(work)


async def _split(mongo: Mongo, build: Build, row: Document, session: Session) -> str | None:
    """What to tell of it; None when another closer was first."""
    if not await _take(mongo, row, {"state": "split"}, session):
        return None
    await mongo.control.batches.bulk_write([InsertOne(part) for part in _parts(build, row)], session=session)
    return f"Its {row['items']} items are tried one by one."


def _parts(build: Build, row: Document) -> list[Document]:
    first = row["input"].get("first", 0)
    parts = []
    for place in range(row["items"]):
        part = {**row["input"], "first": first + place, "count": 1}
        plan = BatchPlan(row["stage"], row["kind"], row["index"], part)
        parts.append({**row_of(build, plan, f"{row['batch_id']}.{place:03}"), "parent": row["batch_id"]})
    return parts


async def _set_aside(mongo: Mongo, _build: Build, row: Document, session: Session) -> str | None:
    reason = f"It failed {MAX_ATTEMPTS} times: {_error(row)}."
    if not await _take(mongo, row, {**AFRESH, "again": True, "set_aside": reason}, session):
        return None
    return "Its one item is set aside."


async def _take(mongo: Mongo, row: Document, change: Document, session: Session) -> bool:
    taken = await mongo.control.batches.update_one(
        {"_id": row["_id"], "state": "dead"}, {"$set": change}, session=session
    )
    return bool(taken.modified_count)


def _in_words(row: Document) -> str:
    times = row["attempts"] - row.get("excused", 0)
    return f"Batch {row['batch_id']} failed {times} times: {_error(row)}."


def _error(row: Document) -> str:
    return str(row.get("error") or "its worker was lost").rstrip(".")
