"""The history of a build: one event for every move, appended and never changed."""

from __future__ import annotations

from typing import Any

from storefront.builds.models import Build
from storefront.storage.mongo import Document, Mongo, literals


async def append_event(
    mongo: Mongo,
    build: Build,
    what: str,
    *,
    before: str | None = None,
    after: str | None = None,
    epoch: int | None = None,
    worker: str | None = None,
    reason: str | None = None,
    session: Any = None,
) -> None:
    """`what` is "state", "stage", "batch" or "sweep"; the time is the database's."""
    event = build.scope.filter(
        build_id=build.build_id,
        what=what,
        before=before,
        after=after,
        epoch=build.epoch if epoch is None else epoch,
        worker=worker,
        reason=reason,
    )
    # An upsert by pipeline is the way to have the database's clock in an insert.
    key = {"_id": mongo.new_id()}
    await mongo.control.events.update_one(
        key, [{"$set": {**literals(event), "at": "$$NOW"}}], upsert=True, session=session
    )


async def events_of(mongo: Mongo, build: Build) -> list[Document]:
    rows = mongo.control.events.find(build.scope.filter(build_id=build.build_id)).sort([("at", 1), ("_id", 1)])
    return [row async for row in rows]
