"""Once a day per store: old releases and rows forgotten, unneeded contents and ended builds' working files removed."""

from __future__ import annotations

from dataclasses import dataclass

from storefront.builds.forgetting import forget_rows
from storefront.builds.models import MESSAGE_VERSION, Message
from storefront.builds.states import ENDED
from storefront.errors import NothingToDo
from storefront.publishing.retention import Swept, forget_releases, sweep_contents
from storefront.publishing.switching import live_switch
from storefront.storage.concurrency import for_each
from storefront.storage.interfaces import Objects
from storefront.storage.mongo import Mongo, ago
from storefront.tenancy.scope import StoreScope

_DAY_S = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Tidied:
    releases_forgotten: int
    working_files_removed: int
    builds_forgotten: int  # old builds that lost their batches and events
    contents: Swept | None  # None: a build of the tenant was under way, so contents wait for the next day


async def tidy_messages(mongo: Mongo) -> list[Message]:
    """For every store not tidied for a day; whoever gets the message is the only one for this day."""
    messages: list[Message] = []
    due = {"$expr": {"$lt": [{"$ifNull": ["$tidied_at", "$created_at"]}, ago(_DAY_S)]}}
    async for row in mongo.control.stores.find(due, {"tenant_id": 1, "store_id": 1}):
        taken = await mongo.control.stores.update_one({"_id": row["_id"], **due}, [{"$set": {"tidied_at": "$$NOW"}}])
        if taken.modified_count:
            kwargs = {"tenant_id": row["tenant_id"], "store_id": row["store_id"], "version": MESSAGE_VERSION}
            messages.append(Message("storeloom.tidy_store", kwargs))
    return messages


async def tidy_store(mongo: Mongo, objects: Objects, scope: StoreScope, *, releases_kept: int) -> Tidied:
    forgotten = await forget_releases(mongo, scope, releases_kept)
    removed = await _remove_working_files(mongo, objects, scope)
    rows = await forget_rows(mongo, scope)
    try:
        swept = await sweep_contents(mongo, objects, scope)
    except NothingToDo:
        swept = None
    return Tidied(len(forgotten), removed, rows, swept)


async def _remove_working_files(mongo: Mongo, objects: Objects, scope: StoreScope) -> int:
    """Of builds that ended over a day ago, once; not of the live one: its snapshot and report card are looked at."""
    live = await live_switch(mongo, scope)
    ended = scope.filter(
        state={"$in": sorted(ENDED)}, files_removed_at=None, **{"$expr": {"$lt": ["$finished_at", ago(_DAY_S)]}}
    )
    removed = 0
    async for row in mongo.control.builds.find(ended, {"finished_at": 1}):
        if live is None or row["_id"] != live.build_id:
            keys = [found.key async for found in objects.list(scope.build_key(row["_id"]))]
            await for_each(keys, objects.delete)
            removed += len(keys)
            gone = [{"$set": {"files_removed_at": "$$NOW"}}]
            await mongo.control.builds.update_one({"_id": row["_id"], "finished_at": row["finished_at"]}, gone)
    return removed
