"""Which release of a store is live: a pointer in the store's row, moved only to a higher number.

Every switch takes its number (tenancy/stores.py) when it is asked for; whoever asked last wins, whoever comes late
changes nothing. The row is the decision; other targets than the local one are driven from it.
"""

from __future__ import annotations

from dataclasses import dataclass

from storefront.errors import NothingToDo, ReleaseRefused, UnknownRelease
from storefront.publishing.history import KEPT, ROLLBACK, Switch, before_live, switch_from
from storefront.publishing.releases import find_release, kept_ids, show_again
from storefront.storage.mongo import Document, Mongo, Session, literals
from storefront.tenancy.scope import StoreScope
from storefront.tenancy.stores import store_row, take_number

__all__ = ["Switched", "history", "live_switch", "roll_back", "switch", "take_number"]


@dataclass(frozen=True, slots=True)
class Switched:
    """A rollback that went through. Builds accepted with a lower number are superseded by it."""

    release_id: str
    number: int
    previous_release_id: str


async def switch(
    mongo: Mongo,
    scope: StoreScope,
    release_id: str,
    number: int,
    build_id: str | None,
    reason: str = "build",
    session: Session = None,
) -> bool:
    """Make the release live unless this switch or a newer one went before.

    One conditional update; the time is the database's. Raises UnknownStore.
    """
    values = literals({"release_id": release_id, "sequence": number, "build_id": build_id, "reason": reason})
    result = await mongo.control.stores.update_one(
        scope.filter(**{"live.sequence": {"$not": {"$gte": number}}}),
        [
            {"$set": {"history": _without_repeated(release_id, reason)}},
            {"$set": {"live": {**values, "switched_at": "$$NOW"}}},
            {"$set": {"history": {"$slice": [{"$concatArrays": ["$history", ["$live"]]}, -KEPT]}}},
        ],
        session=session,
    )
    if not result.matched_count:
        await store_row(mongo, scope)
    return bool(result.matched_count)


async def roll_back(mongo: Mongo, scope: StoreScope, release_id: str | None = None) -> Switched:
    """Make an earlier release live again: the one before the live one, or any kept one (back or forward).

    `release_id` may be shortened. Raises UnknownRelease, NothingToDo when the store has no other release or the named
    one is live, ReleaseRefused when a newer switch overtook this one, UnknownStore.
    """
    live = await live_switch(mongo, scope)
    if live is None:
        raise NothingToDo(f"Store {scope.store_id} is not live yet.", remedy="Build it first: storeloom build STORE.")
    chosen = await _chosen(mongo, scope, release_id, live)
    number = await take_number(mongo, scope)

    async def work(session: Session) -> bool:
        if not await show_again(mongo, scope, chosen, session):
            raise UnknownRelease(f"Release {chosen[:12]} of store {scope.store_id} has just been forgotten.")
        return await switch(mongo, scope, chosen, number, None, ROLLBACK, session)

    if not await mongo.in_transaction(work):
        raise ReleaseRefused(
            f"A newer switch of store {scope.store_id} went before this rollback.",
            remedy="Look at what is live now with: storeloom releases STORE.",
        )
    return Switched(chosen, number, live.release_id)


async def live_switch(mongo: Mongo, scope: StoreScope) -> Switch | None:
    """The switch that made the present release live; None before the first. Raises UnknownStore."""
    row = (await store_row(mongo, scope)).get("live")
    return switch_from(row) if row else None


async def history(mongo: Mongo, scope: StoreScope) -> list[Switch]:
    """The last switches, oldest first. Raises UnknownStore."""
    return [switch_from(row) for row in (await store_row(mongo, scope)).get("history", [])]


async def _chosen(mongo: Mongo, scope: StoreScope, release_id: str | None, live: Switch) -> str:
    if release_id is not None:
        named = (await find_release(mongo, scope, release_id)).release_id
        if named == live.release_id:
            raise NothingToDo(
                f"Release {named[:12]} is live already.",
                remedy="Name another one; see them with: storeloom releases STORE.",
            )
        return named
    earlier = before_live(await history(mongo, scope), await kept_ids(mongo, scope))
    if earlier is None:
        raise NothingToDo(
            f"Store {scope.store_id} has no earlier release to go back to.",
            remedy="Name a kept one; see them with: storeloom releases STORE.",
        )
    return earlier


def _without_repeated(release_id: str, reason: str) -> Document:
    """The history less the live switch when the new one repeats it: unchanged builds must not push out the past."""
    repeated = [
        {"$eq": ["$$past.sequence", "$live.sequence"]},
        {"$eq": ["$$past.release_id", {"$literal": release_id}]},
        {"$eq": ["$$past.reason", reason]},
    ]
    past = {"$ifNull": ["$history", []]}
    return {"$filter": {"input": past, "as": "past", "cond": {"$not": [{"$and": repeated}]}}}
