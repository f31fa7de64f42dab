"""The rows of a store's kept releases in the control database, in `releases`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from storefront.errors import UnknownRelease
from storefront.publishing.release import Release
from storefront.storage.mongo import Document, Mongo, Session, literals
from storefront.tenancy.scope import StoreScope, TenantScope
from storefront.tenancy.stores import store_row

_NAMED = re.compile(r"[0-9a-f]{6,64}")


@dataclass(frozen=True, slots=True)
class KeptRelease:
    """A release that can be made live. `built_at`: when a build last came to it; `shown_at`: last became live."""

    release: Release
    live: bool
    created_at: datetime
    built_at: datetime
    shown_at: datetime


async def prepare_releases(mongo: Mongo) -> None:
    await mongo.control.releases.create_index([("tenant_id", 1), ("store_id", 1), ("built_at", -1)])
    await mongo.control.releases.create_index([("tenant_id", 1), ("store_id", 1), ("release_id", 1)], unique=True)


async def record_release(mongo: Mongo, scope: StoreScope, release: Release, session: Session = None) -> None:
    """In the transaction that makes it live: a build that comes too late leaves no row. One row for each content."""
    facts = scope.filter(
        release_id=release.release_id,
        build_id=release.build_id,
        base_path=release.base_path,
        counts=release.counts,
        size_bytes=release.size_bytes,
    )
    times = {"created_at": {"$ifNull": ["$created_at", "$$NOW"]}, "built_at": "$$NOW", "shown_at": "$$NOW"}
    await mongo.control.releases.update_one(
        {"_id": _row_id(scope, release.release_id)},
        [{"$set": {**literals(facts), **times}}],
        upsert=True,
        session=session,
    )


async def show_again(mongo: Mongo, scope: StoreScope, release_id: str, session: Session) -> bool:
    """In the transaction of a rollback. False when the release was forgotten since it was chosen."""
    again = [{"$set": {"shown_at": "$$NOW"}}]
    row = {"_id": _row_id(scope, release_id)}
    return bool((await mongo.control.releases.update_one(row, again, session=session)).matched_count)


async def releases(mongo: Mongo, scope: StoreScope) -> list[KeptRelease]:
    """The store's kept releases, newest first. Raises UnknownStore."""
    live = ((await store_row(mongo, scope)).get("live") or {}).get("release_id")
    rows = mongo.control.releases.find(scope.filter()).sort([("built_at", -1), ("_id", 1)])
    return [
        KeptRelease(
            release=_release_from(row),
            live=row["release_id"] == live,
            created_at=row["created_at"],
            built_at=row["built_at"],
            shown_at=row.get("shown_at", row["built_at"]),  # rows of earlier versions have none
        )
        async for row in rows
    ]


async def kept_ids(mongo: Mongo, scope: TenantScope) -> set[str]:
    """Ids of all releases kept for the store, or for all stores of the tenant."""
    rows = mongo.control.releases.find(scope.filter(), {"release_id": 1})
    return {row["release_id"] async for row in rows}


async def find_release(mongo: Mongo, scope: StoreScope, text: str) -> Release:
    """The kept release of this id, or whose id alone begins so (6 or more digits). Raises UnknownRelease."""
    rows: list[Document] = []
    if _NAMED.fullmatch(text):
        beginning = {"$gte": text, "$lte": text + "g"}
        rows = await mongo.control.releases.find(scope.filter(release_id=beginning)).to_list(2)
    if len(rows) == 1:
        return _release_from(rows[0])
    several = "several releases begin so" if rows else "there is no such release"
    raise UnknownRelease(f"Release {text!r} of store {scope.store_id} is not known: {several}.")


def _row_id(scope: StoreScope, release_id: str) -> str:
    return f"{scope.tenant_id}/{scope.store_id}/{release_id}"


def _release_from(row: Document) -> Release:
    return Release(row["release_id"], row["build_id"], row["base_path"], row["counts"], row["size_bytes"])
