"""Asking for a build. The row is its own outbox: once it is written the build starts, by message or by the sweeper."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field

from storefront.builds.admission import admit
from storefront.builds.events import append_event
from storefront.builds.limits import USUAL, Limits
from storefront.builds.models import Build, Message, build_from, start_message
from storefront.builds.moves import move_state
from storefront.builds.starting import waiting_message
from storefront.errors import ServiceUnavailable
from storefront.storage.mongo import Document, DuplicateKey, Mongo, Session, literals, unavailable_as_ours
from storefront.tenancy.scope import StoreScope
from storefront.tenancy.stores import take_number

_TRIES = 5  # two requests at one moment collide on an index; the later one looks again


@dataclass(frozen=True, slots=True)
class Accepted:
    build_id: str
    created: bool  # False: the request id named a build that exists
    messages: list[Message] = field(default_factory=list)  # none for a build that cannot start yet


async def request_build(
    mongo: Mongo,
    scope: StoreScope,
    *,
    request_id: str | None = None,
    trigger: str = "api",
    theme: str | None = None,
    deadline_s: int = 3600,
    limits: Limits = USUAL,
) -> Accepted:
    """Record a build of the store; the same request id gives the same build.

    A newer request replaces the one that waits, which becomes superseded and names its successor.
    Raises UnknownStore; TooManyRequests when too many wait; ServiceUnavailable when MongoDB does not answer. Nothing is
    recorded then.
    """
    with unavailable_as_ours():
        for _ in range(_TRIES):
            known = await known_request(mongo, scope, request_id)
            if known is not None:
                return Accepted(known, created=False)
            await admit(mongo, scope, limits)
            try:
                build = await _record(mongo, scope, request_id, trigger, theme, deadline_s)
            except DuplicateKey:
                continue
            return Accepted(build.build_id, created=True, messages=await _start_of(mongo, build, limits))
    raise ServiceUnavailable(f"Store {scope.store_id!r} gets too many requests at once.")


async def _start_of(mongo: Mongo, build: Build, limits: Limits) -> list[Message]:
    """Only what may start is sent: the rest waits in the database, and Redis stays small."""
    return [
        message
        for message in await waiting_message(mongo, build.scope, limits)
        if message == start_message(build.build_id)
    ]


async def known_request(mongo: Mongo, scope: StoreScope, request_id: str | None) -> str | None:
    """The id of the build that the request id names."""
    if request_id is None:
        return None
    row = await mongo.control.builds.find_one({"tenant_id": scope.tenant_id, "request_id": request_id}, {"_id": 1})
    return None if row is None else str(row["_id"])


async def _record(
    mongo: Mongo, scope: StoreScope, request_id: str | None, trigger: str, theme: str | None, deadline_s: int
) -> Build:
    build_id = secrets.token_hex(8)

    async def work(session: Session) -> Build:
        number = await take_number(mongo, scope, session)
        replaced = await _supersede_waiting(mongo, scope, build_id, session)
        row: Document = scope.filter(
            state="queued", stage="fetch", epoch=0, number=number, trigger=trigger, theme=theme,
            deadline_s=deadline_s, code=None, reason=None, successor=None, outcome=None, release_id=None,
        )  # fmt: skip
        if request_id is not None:
            row["request_id"] = request_id
        times: Document = {"created_at": "$$NOW", "moved_at": "$$NOW", "waits_since": "$$NOW"}
        if replaced is not None:  # its place is kept: a store that is asked for again and again is built all the same
            times["waits_since"] = replaced.get("waits_since", replaced["created_at"])
        await mongo.control.builds.update_one(
            {"_id": build_id}, [{"$set": {**literals(row), **times}}], upsert=True, session=session
        )
        build = build_from(await mongo.control.builds.find_one({"_id": build_id}, session=session))
        await append_event(mongo, build, "state", after="queued", reason=trigger, session=session)
        return build

    return await mongo.in_transaction(work)


async def _supersede_waiting(mongo: Mongo, scope: StoreScope, successor: str, session: Session) -> Document | None:
    waiting: Document | None = await mongo.control.builds.find_one(scope.filter(state="queued"), session=session)
    if waiting is not None:
        changes = {"successor": successor, "reason": f"replaced by the newer build {successor}"}
        await move_state(mongo, waiting["_id"], "superseded", changes=changes, session=session)
    return waiting


async def supersede_older(mongo: Mongo, scope: StoreScope, number: int) -> list[str]:
    """A rollback with this number ends the builds that were asked for before it; their ids."""
    older = scope.filter(state={"$in": ["queued", "running"]}, number={"$lt": number})
    rows = [row async for row in mongo.control.builds.find(older, {"_id": 1})]
    changes = {"reason": "a rollback was asked for after it"}
    moved = [await move_state(mongo, row["_id"], "superseded", changes=changes) for row in rows]
    return [build.build_id for build in moved if build is not None]
