"""Starting builds: from queued to running, and which is next."""

from __future__ import annotations

from storefront.builds.models import Build, Message, start_message
from storefront.builds.moves import move_state, set_clock
from storefront.storage.mongo import Document, DuplicateKey, Mongo, Session
from storefront.tenancy.scope import StoreScope


async def start(mongo: Mongo, build_id: str, *, worker: str | None = None) -> Build | None:
    """From queued to running; None when it is not queued any more, or another build of the store runs."""
    times: Document = {"stage": "fetch", "epoch": 1}

    async def work(session: Session) -> Build | None:
        build = await move_state(mongo, build_id, "running", worker=worker, changes=times, session=session)
        if build is not None:
            await set_clock(mongo, build, session)
        return build

    try:
        return await mongo.in_transaction(work)
    except DuplicateKey:
        return None


async def waiting_message(mongo: Mongo, scope: StoreScope) -> list[Message]:
    """What to publish when a build of the store has ended: the start of the one that waits."""
    row = await mongo.control.builds.find_one(scope.filter(state="queued"), {"_id": 1})
    return [] if row is None else [start_message(row["_id"])]
