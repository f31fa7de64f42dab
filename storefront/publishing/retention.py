"""Forgetting old releases, and removing from the object store what no kept release refers to.

Two steps that never meet: `forget_releases` removes rows only; `sweep_contents` removes contents only. A build may be
about to use a content it found in the store, so the sweep keeps away from tenants with a build under way and from
whatever is younger than a day.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from storefront.builds.states import ENDED
from storefront.errors import NothingToDo
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


@dataclass(frozen=True, slots=True)
class Swept:
    kept: int
    deleted: int
    freed_bytes: int


async def forget_releases(mongo: Mongo, scope: StoreScope, keep: int) -> list[str]:
    """Remove the rows of all but the last `keep` releases; the live one always stays. The ids forgotten."""
    old = [kept.release.release_id for kept in (await releases(mongo, scope))[keep:] if not kept.live]
    await mongo.control.releases.delete_many(scope.filter(release_id={"$in": old}))
    return old


async def sweep_contents(
    mongo: Mongo, objects: Objects, tenant: TenantScope, *, older_than: timedelta = SAFE_AGE
) -> Swept:
    """Delete the tenant's contents that neither a kept nor a live release has and that are older than stated.

    Raises NothingToDo while a build of the tenant waits or runs, and before anything is deleted BrokenPromise when a
    kept release cannot be read: what it needs would be unknown.
    """
    began = await mongo.now()
    await _refuse_beside_builds(mongo, tenant, since=began)
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
            await _delete(mongo, objects, tenant, unneeded, began)
            deleted, freed = deleted + len(unneeded), freed + sum(facts.size_bytes for facts in unneeded)
            unneeded = []
    await _delete(mongo, objects, tenant, unneeded, began)
    return Swept(kept, deleted + len(unneeded), freed + sum(facts.size_bytes for facts in unneeded))


async def _refuse_beside_builds(mongo: Mongo, tenant: TenantScope, *, since: datetime) -> None:
    """Nor after one that went from start to live since the sweep began: what its release has, the sweep can't know."""
    beside = {"$or": [{"state": {"$nin": sorted(ENDED)}}, {"moved_at": {"$gt": since}}]}
    if await mongo.control.builds.find_one(tenant.filter(**beside), {"_id": 1}):
        raise NothingToDo(
            f"A build of tenant {tenant.tenant_id} is under way: nothing was removed.",
            remedy="Try again later.",
        )


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


async def _delete(
    mongo: Mongo, objects: Objects, tenant: TenantScope, unneeded: list[ObjectFacts], began: datetime
) -> None:
    await _refuse_beside_builds(mongo, tenant, since=began)
    await for_each((facts.key for facts in unneeded), objects.delete)


def _short(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest())
