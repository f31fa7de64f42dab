"""Putting a release together from the shards that a build's batches left. Its row comes when it goes live."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from storefront.errors import ReleaseRefused
from storefront.publishing.sharding import cut
from storefront.publishing.sorting import EntrySorter
from storefront.publishing.tree import Root, ShardRef, encode_root, read_shard, root_key, shard_key
from storefront.storage.concurrency import for_each
from storefront.storage.interfaces import Objects
from storefront.storage.manifest import Entry, digest_of, encode_shard
from storefront.tenancy.scope import TenantScope

READ_AT_A_TIME = 8  # manifest shards in memory while a release is put together


@dataclass(frozen=True, slots=True)
class Release:
    """`release_id` is the root's digest (sha-256, hex)."""

    release_id: str
    build_id: str
    base_path: str
    counts: dict[str, int]
    size_bytes: int

    @property
    def entries(self) -> int:
        return sum(self.counts.values())


async def assemble_release(
    objects: Objects,
    scope: TenantScope,
    build_id: str,
    manifest_keys: Iterable[str],
    *,
    base_path: str = "",
) -> Release:
    """Put the shards that the batches left together into a release. Doing it again changes nothing.

    Raises BrokenPromise when a shard is missing or damaged or two contents claim one address, ReleaseRefused when
    there is nothing to release.
    """
    with EntrySorter() as sorter:

        async def take(key: str) -> None:
            sorter.add(await read_shard(objects, key))

        await for_each(sorted(set(manifest_keys)), take, limit=READ_AT_A_TIME)
        root = await _store_tree(objects, scope, sorter, base_path)
    data = encode_root(root)
    release = Release(digest_of(data), build_id, base_path, root.counts, root.size_bytes)
    await objects.put_new(root_key(scope, release.release_id), data)
    return release


async def _store_tree(objects: Objects, scope: TenantScope, sorter: EntrySorter, base_path: str) -> Root:
    counts: Counter[str] = Counter()

    async def store(shard: list[Entry]) -> ShardRef:
        data = encode_shard(shard)
        digest = digest_of(data)
        counts.update(entry.kind for entry in shard)
        await objects.put_new(shard_key(scope, digest), data)
        return ShardRef(shard[0].path, digest, len(shard), sum(entry.size_bytes for entry in shard))

    shards = await for_each(cut(sorter.merged()), store)
    if not shards:
        raise ReleaseRefused("The release has no pages.", remedy="Import products and build the store again.")
    return Root(base_path, dict(sorted(counts.items())), tuple(shards))
