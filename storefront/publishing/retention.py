"""Forgetting old releases, and removing from the object store what no kept release refers to.

Two steps that never meet: `forget_releases` removes rows only; `sweep_contents` removes contents only. A build may be
about to use a content it found in the store, so the sweep keeps away from tenants with a build under way and from
whatever is younger than a day. It looks for builds again every 0.2 s (also after it was frozen), takes away the marks
of what was checked before it deletes, and a build checks what has no mark before it goes live: it cannot have passed
that check within 0.2 s of its start.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic

from storefront.builds.states import ENDED
from storefront.errors import NothingToDo
from storefront.failpoints import failpoint
from storefront.publishing.releases import kept_ids, releases
from storefront.publishing.targets.local import marks_prefix
from storefront.publishing.tree import read_root, read_shard, root_key, shard_key
from storefront.storage.concurrency import for_each
from storefront.storage.interfaces import ObjectFacts, Objects
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope, TenantScope

SAFE_AGE = timedelta(days=1)
SWEPT = ("blobs", "images", "manifests", "marks", "releases")  # folders of a tenant that hold only what builds make
DELETED_AT_ONCE = 500
LOOK_GOOD_FOR_S = 0.2


@dataclass(frozen=True, slots=True)
class Swept:
    kept: int
    deleted: int
    freed_bytes: int


async def forget_releases(mongo: Mongo, scope: StoreScope, keep: int) -> list[str]:
    """Remove the rows of all but the `keep` releases shown last; the live one always stays. The ids forgotten.

    One that is rolled back to meanwhile is shown anew, and stays.
    """
    rows = sorted(await releases(mongo, scope), key=lambda kept: kept.shown_at, reverse=True)
    old = [kept.release.release_id for kept in rows[keep:] if not kept.live]
    if old:
        unseen = {"$not": {"$gt": rows[keep].shown_at}}
        await mongo.control.releases.delete_many(scope.filter(release_id={"$in": old}, shown_at=unseen))
    return old


async def sweep_contents(
    mongo: Mongo, objects: Objects, tenant: TenantScope, *, older_than: timedelta = SAFE_AGE
) -> Swept:
    """Delete the tenant's contents that neither a kept nor a live release has and that are older than stated.

    Raises NothingToDo while a build of the tenant waits or runs, and before anything is deleted BrokenPromise when a
    kept release cannot be read: what it needs would be unknown.
    """
    quiet = _Quiet(mongo, tenant, await mongo.now())
    await quiet.check()
    needed = await _needed(mongo, objects, tenant)
    await _forget_marks(objects, tenant)
    before = datetime.now(UTC) - older_than
    kept = deleted = freed = 0
    unneeded: list[ObjectFacts] = []
    async for found in _contents(objects, tenant):
        if _short(found.key) in needed or found.modified_at is None or found.modified_at > before:
            kept += 1
            continue
        unneeded.append(found)
        if len(unneeded) == DELETED_AT_ONCE:
            await _delete(objects, unneeded, quiet)
            deleted, freed = deleted + len(unneeded), freed + sum(facts.size_bytes for facts in unneeded)
            unneeded = []
    await _delete(objects, unneeded, quiet)
    return Swept(kept, deleted + len(unneeded), freed + sum(facts.size_bytes for facts in unneeded))


class _Quiet:
    """No build of the tenant is under way, nor went from start to live since the sweep began: what the release of
    either has, the sweep can't know."""

    def __init__(self, mongo: Mongo, tenant: TenantScope, since: datetime) -> None:
        self._mongo = mongo
        self._tenant = tenant
        self._beside = {"$or": [{"state": {"$nin": sorted(ENDED)}}, {"moved_at": {"$gt": since}}]}
        self._looked = float("-inf")

    async def check(self, good_for_s: float = 0) -> None:
        """Raises NothingToDo unless it is so; an earlier look may count for so long."""
        now = monotonic()
        if now - self._looked < good_for_s:
            return
        if await self._mongo.control.builds.find_one(self._tenant.filter(**self._beside), {"_id": 1}):
            raise NothingToDo(
                f"A build of tenant {self._tenant.tenant_id} is under way: nothing more is removed.",
                remedy="Try again later.",
            )
        self._looked = now


async def _needed(mongo: Mongo, objects: Objects, tenant: TenantScope) -> set[int]:
    """Short hashes of all keys to keep: 1,000,000 take 60 MB. Two keys with one hash keep one thing too many."""
    needed: set[int] = set()
    shards: set[str] = set()
    for release_id in sorted(await kept_ids(mongo, tenant) | await _live_ids(mongo, tenant)):
        root = await read_root(objects, tenant, release_id)
        needed.add(_short(root_key(tenant, release_id)))
        shards.update(shard_key(tenant, shard.digest) for shard in root.shards)

    async def mark(key: str) -> None:
        needed.add(_short(key))
        needed.update(_short(entry.key) for entry in await read_shard(objects, key))

    await for_each(sorted(shards), mark)
    return needed


async def _live_ids(mongo: Mongo, tenant: TenantScope) -> set[str]:
    """A live release stays whole, even if its row went while it was switched to."""
    rows = mongo.control.stores.find(tenant.filter(live={"$exists": True}), {"live.release_id": 1})
    return {row["live"]["release_id"] async for row in rows}


async def _forget_marks(objects: Objects, tenant: TenantScope) -> None:
    """Shards that were checked once must be checked again when contents may have gone."""
    marks = [found.key async for found in objects.list(marks_prefix(tenant))]
    await for_each(marks, objects.delete)


async def _contents(objects: Objects, tenant: TenantScope) -> AsyncIterator[ObjectFacts]:
    for folder in SWEPT:
        async for found in objects.list(tenant.key(folder)):
            yield found


async def _delete(objects: Objects, unneeded: list[ObjectFacts], quiet: _Quiet) -> None:
    async def delete(facts: ObjectFacts) -> None:
        failpoint("purge.mid", facts.key)
        await quiet.check(LOOK_GOOD_FOR_S)
        await objects.delete(facts.key)

    await quiet.check()
    await for_each(unneeded, delete)


def _short(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest())
