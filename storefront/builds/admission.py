"""Whether one more build may wait. What is refused here is not recorded; whoever asked is told when to ask again."""

from __future__ import annotations

from statistics import median

from storefront.builds.limits import Limits
from storefront.errors import TooManyRequests
from storefront.storage.mongo import Document, Mongo
from storefront.tenancy.scope import StoreScope

_SOONEST_S, _LATEST_S = 1.0, 300.0
_UNKNOWN_S = 10.0  # where no build tells how long builds take


async def admit(mongo: Mongo, scope: StoreScope, limits: Limits) -> None:
    """Raises TooManyRequests when as many builds wait as may, unless the new one takes the place of its store's.

    Requests at one moment don't see each other: the limit may be passed by as many as are being recorded just then.
    """
    tenant = {"tenant_id": scope.tenant_id}
    if await _waiting(mongo, tenant, limits.tenant_waiting) >= limits.tenant_waiting:
        who, count, among = f"Tenant {scope.tenant_id!r}", limits.tenant_waiting, tenant
    elif await _waiting(mongo, {}, limits.waiting) >= limits.waiting:
        who, count, among = "Storeloom", limits.waiting, {}
    else:
        return
    if await mongo.control.builds.find_one(scope.filter(state="queued"), {"_id": 1}) is None:
        builds = f"{count:,} waiting {'build' if count == 1 else 'builds'}"
        raise TooManyRequests(
            f"{who} has {builds}, and may have no more.", retry_after_s=await _until_one_starts(mongo, among)
        )


async def _waiting(mongo: Mongo, among: Document, most: int) -> int:
    """How many builds wait; counting ends at `most`."""
    return int(await mongo.control.builds.count_documents({**among, "state": "queued"}, limit=most))


async def _until_one_starts(mongo: Mongo, among: Document) -> float:
    """Seconds: the median length of the last live builds, shared by those that run now."""
    builds = mongo.control.builds
    rows = (
        builds.find({**among, "state": "live"}, {"started_at": 1, "finished_at": 1}).sort("deadline_at", -1).limit(10)
    )
    lengths = [(row["finished_at"] - row["started_at"]).total_seconds() async for row in rows]
    running = await builds.count_documents({**among, "state": "running"})
    seconds = median(lengths) / max(1, running) if lengths else _UNKNOWN_S
    return min(max(seconds, _SOONEST_S), _LATEST_S)
