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
        build = await move_state(mongo, build_id, "running", worker=worker, changes=times, session=session)
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
    """What to publish when a build of the tenant has ended: the starts of those that may run now, oldest first."""
    rows = await may_start(mongo, limits, among={"tenant_id": scope.tenant_id})
    return [start_message(row["_id"]) for row in rows]


async def may_start(
    mongo: Mongo, limits: Limits, *, among: Document | None = None, where: Document | None = None, most: int = 100
) -> list[Document]:
    """Waiting builds that would start now: {"_id", "since", "moved_at", "asked_at", "asks"}, the longest waiting first.

    `among` chooses builds to look at (waiting and running ones, of whole tenants), `where` some of those found.
    """
    is_running = {"$eq": ["$state", "running"]}
    waiting = {
        "_id": "$_id",
        "since": {"$ifNull": ["$waits_since", "$created_at"]},
        "moved_at": "$moved_at",
        "asked_at": "$asked_at",
        "asks": "$asks",
    }
    pipeline: list[Document] = [
        {"$match": {**(among or {}), "state": {"$in": ["queued", "running"]}}},
        {
            "$group": {  # a store has at most one of each
                "_id": {"tenant_id": "$tenant_id", "store_id": "$store_id"},
                "running": {"$sum": {"$cond": [is_running, 1, 0]}},
                "waiting": {"$push": {"$cond": [is_running, "$$REMOVE", waiting]}},
            }
        },
        {"$sort": {"waiting.since": 1}},
        {
            "$group": {
                "_id": "$_id.tenant_id",
                "running": {"$sum": "$running"},
                "next": {"$push": {"$cond": ["$running", "$$REMOVE", {"$arrayElemAt": ["$waiting", 0]}]}},
            }
        },
        {"$match": {"running": {"$lt": limits.tenant_running}}},
        {"$project": {"next": {"$slice": ["$next", {"$subtract": [limits.tenant_running, "$running"]}]}}},
        {"$unwind": "$next"},
        {"$replaceRoot": {"newRoot": "$next"}},
        {"$match": where or {}},
        {"$sort": {"since": 1}},
        {"$limit": most},
    ]
    return [row async for row in mongo.control.builds.aggregate(pipeline)]
