"""Starting builds: from queued to running, and which are next.

A store runs one build at a time, a tenant a few. Who waits longest is next; nothing is counted but rows.
"""

from __future__ import annotations

from storefront.builds.limits import USUAL, Limits
from storefront.builds.models import Build, Message, start_message
from storefront.builds.moves import move_state, set_clock
from storefront.storage.mongo import Document, DuplicateKey, Mongo, Session
from storefront.tenancy.scope import TenantScope


class NoPlace(Exception):  # an answer, not an error: it undoes the transaction it is raised in
    """The tenant runs as many builds as it may."""


async def start(mongo: Mongo, build_id: str, *, limits: Limits = USUAL, worker: str | None = None) -> Build | None:
    """From queued to running; None when it is not queued any more, or has to go on waiting."""
    times: Document = {"stage": "fetch", "epoch": 1}

    async def work(session: Session) -> Build | None:
        build = await move_state(
            mongo, build_id, "running", coming_from=("queued",), worker=worker, changes=times, session=session
        )
        if build is not None:
            await take_place(mongo, build.scope, limits, session)
            await set_clock(mongo, build, session)
        return build

    try:
        return await mongo.in_transaction(work)
    except (DuplicateKey, NoPlace):
        return None


async def take_place(mongo: Mongo, scope: TenantScope, limits: Limits, session: Session) -> None:
    """Part of a transaction that has set a build running. Raises NoPlace when it is one too many.

    Two such transactions at one moment would not see each other's build: both write the tenant's row, so that the
    later one starts over and counts again.
    """
    await mongo.control.tenants.update_one(
        {"_id": scope.tenant_id}, {"$inc": {"starts": 1}}, upsert=True, session=session
    )
    if await running_builds(mongo, scope, session) > limits.tenant_running:
        raise NoPlace


async def running_builds(mongo: Mongo, scope: TenantScope, session: Session = None) -> int:
    running = {"tenant_id": scope.tenant_id, "state": "running"}
    return int(await mongo.control.builds.count_documents(running, session=session))


async def waiting_message(mongo: Mongo, scope: TenantScope, limits: Limits = USUAL) -> list[Message]:
    """What to publish when a build of the tenant has ended: the starts of those that may run now."""
    return [start_message(build_id) for build_id in await next_builds(mongo, scope, limits)]


async def next_builds(mongo: Mongo, scope: TenantScope, limits: Limits) -> list[str]:
    """Ids of the tenant's waiting builds that would start now, as many as there are places, longest waiting first."""
    running = mongo.control.builds.find({"state": "running", "tenant_id": scope.tenant_id}, {"store_id": 1})
    busy = [row["store_id"] async for row in running]
    places = limits.tenant_running - len(busy)
    if places <= 0:
        return []
    waiting = {"state": "queued", "tenant_id": scope.tenant_id, "store_id": {"$nin": busy}}
    rows = mongo.control.builds.find(waiting, {"_id": 1}).sort("waits_since", 1).limit(places)
    return [row["_id"] async for row in rows]


async def tenants_with_places(mongo: Mongo, limits: Limits, most: int) -> list[TenantScope]:
    """Tenants that have waiting builds and run fewer than they may; any so many of them, others the next time."""
    per_state = {state: {"$sum": {"$cond": [{"$eq": ["$state", state]}, 1, 0]}} for state in ("queued", "running")}
    pipeline: list[Document] = [
        {"$match": {"state": {"$in": ["queued", "running"]}}},
        {"$group": {"_id": "$tenant_id", **per_state}},
        {"$match": {"queued": {"$gt": 0}, "running": {"$lt": limits.tenant_running}}},
        {"$sample": {"size": most}},
    ]
    return [TenantScope(row["_id"]) async for row in mongo.control.builds.aggregate(pipeline)]
