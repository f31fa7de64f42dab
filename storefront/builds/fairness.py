"""How many batches of a build may be under way at a time, so that no build fills the queues that all share.

A message waits behind those published before it. So a build publishes what its workers have work with for some two
seconds, and no more: whoever comes next waits for that, not for a stage of ten thousand batches. Of several tenants
at work the one with the least left to do has the whole of that; the others keep a quarter of it, and at least one
batch, under way.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from storefront.builds.batches import IS_DUE
from storefront.builds.models import Build
from storefront.builds.plan import KINDS_OF
from storefront.storage.mongo import Mongo

AHEAD_S = 2.0  # work published ahead, in seconds of all the workers of its kind
USUAL_S = 1.0  # a batch takes about so long, until the build's own batches say better
GIVING_WAY = 4  # a tenant that gives way has this fraction of its batches under way


@dataclass(frozen=True, slots=True)
class Capacity:
    """What is there to work with. `slots` are worker processes by kind of batch; a kind that is not named has no limit
    but `most`, the batches of a kind that one tenant may have under way at all."""

    most: int
    slots: Mapping[str, int] = field(default_factory=dict)


async def limits_of(mongo: Mongo, build: Build, capacity: Capacity, seconds: Mapping[str, float]) -> dict[str, int]:
    """Batches that may be under way, for each kind of the build's stage. `seconds` are the kinds' means so far."""
    others = await _others_at_work(mongo, build)
    limits = {}
    for kind in KINDS_OF[build.stage]:
        limit = _limit(capacity, kind, seconds.get(kind, USUAL_S))
        gives_way = bool(others) and await _gives_way(mongo, build, kind, others)
        limits[kind] = max(1, limit // GIVING_WAY) if gives_way else limit
    return limits


def _limit(capacity: Capacity, kind: str, seconds: float) -> int:
    slots = capacity.slots.get(kind)
    if slots is None:
        return capacity.most
    ahead = math.ceil(slots * AHEAD_S / max(seconds, 0.001))
    return min(max(slots + 1, ahead), capacity.most)  # one more than can run: no worker waits for the next window


async def _others_at_work(mongo: Mongo, build: Build) -> list[str]:
    running = {"state": "running", "tenant_id": {"$ne": build.scope.tenant_id}}
    return sorted(await mongo.control.builds.distinct("tenant_id", running))


async def _gives_way(mongo: Mongo, build: Build, kind: str, others: list[str]) -> bool:
    """Whether another tenant has less left to do of this kind; of equals the first by name goes on.

    Nobody gives way to one that could not use the workers: its batches may wait for a server for an hour.
    """
    mine = build.scope.tenant_id
    open_ = {"state": {"$in": ["todo", "running"]}, "kind": kind, "tenant_id": {"$in": [mine, *others]}}
    groups = mongo.control.batches.aggregate(
        [{"$match": open_}, {"$group": {"_id": "$tenant_id", "count": {"$sum": 1}}}]
    )
    left: dict[str, int] = {group["_id"]: group["count"] async for group in groups}
    for tenant in sorted(left, key=lambda tenant: (left[tenant], tenant)):
        if tenant == mine or await _is_at_work(mongo, tenant, kind):
            return tenant != mine
    return False


async def _is_at_work(mongo: Mongo, tenant: str, kind: str) -> bool:
    able = {"$or": [{"state": "running"}, {"state": "todo", "$expr": IS_DUE}]}
    return await mongo.control.batches.find_one({"tenant_id": tenant, "kind": kind, **able}, {"_id": 1}) is not None
