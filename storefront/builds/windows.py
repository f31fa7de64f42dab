"""Windows: the batches of a build whose messages are under way at a time.

A stage's batches wait in MongoDB, not in Redis: only as many are published as the workers have use for soon
(fairness.py), and one whose message or worker was lost goes out again ahead of the others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from storefront.builds.batches import IS_DUE
from storefront.builds.models import Batch, Build, batch_from
from storefront.storage.mongo import Document, Mongo

_READY: Document = {
    "state": "todo",
    "published_at": None,
    "$expr": IS_DUE,
}
_PUBLISHED: Document = {"state": "todo", "published_at": {"$gt": datetime(1970, 1, 1, tzinfo=UTC)}}  # any: by its index


@dataclass(frozen=True, slots=True)
class Window:
    """Batches whose messages are to be published now, as chords; empty when there is nothing to do."""

    build: Build
    batches: list[Batch] = field(default_factory=list)

    def chords(self) -> list[list[Batch]]:
        """In two halves, so that one is at work while the other's end asks for the next window."""
        half = (len(self.batches) + 1) // 2
        return [part for part in (self.batches[:half], self.batches[half:]) if part]


async def take_window(mongo: Mongo, build: Build, limits: Mapping[str, int]) -> Window:
    """Batches of the build's stage, up to each kind's limit of batches under way; they are marked as published.

    Those that were published before come first, on top of what is under way, and no more than the limits at a time:
    hundreds may have been put back while a server was away. Of two that take windows at one moment each gets what the
    other does not. Pages and photos by turns, so that neither kind of worker waits for the other.
    """
    rows = [row async for row in _ready(mongo, build, again=True).limit(sum(limits.values()))]
    for kind, limit in limits.items():
        room = await _room(mongo, build, kind, limit)
        if room > 0:
            rows += [row async for row in _ready(mongo, build, again={"$ne": True}, kind=kind).limit(room)]
    taken = await _taken(mongo, rows)
    return Window(build, [batch_from(row) for row in sorted(taken, key=_turn)])


def _ready(mongo: Mongo, build: Build, **conditions: Any) -> Any:
    stage = build.scope.filter(build_id=build.build_id, stage=build.stage)
    # Not of a later epoch: the end of a slow closer's chords would close nothing. But of an earlier one, where a slow
    # closer ended before it could take its batches out again.
    rows = {**stage, "epoch": {"$lte": build.epoch}, **conditions, **_READY}
    return mongo.control.batches.find(rows).sort([("index", 1), ("batch_id", 1)])


async def _room(mongo: Mongo, build: Build, kind: str, limit: int) -> int:
    """How many more batches of the tenant may be under way; one at least of a build that has none."""
    tenants = await _under_way(mongo, {"tenant_id": build.scope.tenant_id, "kind": kind})
    if tenants < limit:
        return limit - tenants
    return 0 if await _under_way(mongo, {"build_id": build.build_id, "kind": kind}) else 1


async def _under_way(mongo: Mongo, whose: Document) -> int:
    running = int(await mongo.control.batches.count_documents({**whose, "state": "running"}))
    return running + int(await mongo.control.batches.count_documents({**whose, **_PUBLISHED}))


async def _taken(mongo: Mongo, rows: list[Document]) -> list[Document]:
    if not rows:
        return []
    taker = mongo.new_id()
    seen = {"_id": {"$in": [row["_id"] for row in rows]}}
    mark = {"published_at": "$$NOW", "taker": taker, "again": False}
    taken = await mongo.control.batches.update_many({**seen, "state": "todo", "published_at": None}, [{"$set": mark}])
    if taken.modified_count == len(rows):
        return rows
    mine = {row["_id"] async for row in mongo.control.batches.find({**seen, "taker": taker}, {"_id": 1})}
    return [row for row in rows if row["_id"] in mine]


def _turn(row: Document) -> tuple[bool, int, str]:
    return not row.get("again"), row["index"], row["batch_id"]


async def give_back(mongo: Mongo, build: Build, batch_ids: list[str]) -> None:
    """The messages could not be published after all."""
    rows = build.scope.filter(build_id=build.build_id, batch_id={"$in": batch_ids}, state="todo")
    await mongo.control.batches.update_many(rows, {"$set": {"published_at": None, "again": True}})
