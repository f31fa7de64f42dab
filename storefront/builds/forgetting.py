"""Rows that nobody asks for any more: an old build keeps its own row and summary, its batches and events go."""

from __future__ import annotations

from storefront.builds.schedules import forget_runs
from storefront.builds.states import ENDED
from storefront.storage.mongo import Mongo, ago
from storefront.tenancy.scope import StoreScope
from storefront.tenancy.stores import store_row

KEPT_S = 90 * 24 * 3600.0
BUILDS_AT_ONCE = 200  # per call, so that an old installation catches up in steps


async def forget_rows(mongo: Mongo, scope: StoreScope, *, older_than_s: float = KEPT_S) -> int:
    """Remove the batches and events of the store's builds that ended so long ago; how many builds these were.

    The live build keeps everything. Raises UnknownStore.
    """
    live = (await store_row(mongo, scope)).get("live") or {}
    old = scope.filter(
        _id={"$ne": live.get("build_id")},
        state={"$in": sorted(ENDED)},
        rows_forgotten_at=None,
        **{"$expr": {"$lt": ["$finished_at", ago(older_than_s)]}},
    )
    found = mongo.control.builds.find(old, {"_id": 1}).sort("number", 1).limit(BUILDS_AT_ONCE)
    build_ids = [row["_id"] async for row in found]
    rows = scope.filter(build_id={"$in": build_ids})
    await mongo.control.batches.delete_many(rows)
    await mongo.control.events.delete_many(rows)
    told = [{"$set": {"rows_forgotten_at": "$$NOW"}}]
    await mongo.control.builds.update_many(scope.filter(_id={"$in": build_ids}), told)
    await forget_runs(mongo, scope, older_than_s=older_than_s)
    return len(build_ids)
