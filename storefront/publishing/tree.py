"""The tree of a release in the object store: a root that names manifest shards.

The root lists the shards by first path, so a reader finds the one shard an address is in. Nothing in the tree says
when, by whom or in which batches it was made: the same store gives the same root, whose digest is the release's id.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import AsyncIterator
from dataclasses import dataclass

import orjson

from storefront.errors import BrokenPromise
from storefront.storage.interfaces import Objects
from storefront.storage.manifest import Entry, decode_shard, digest_of
from storefront.tenancy.scope import TenantScope

CONTRACT = 1  # of the root's and the shards' format; a reader refuses one it does not know


@dataclass(frozen=True, slots=True)
class ShardRef:
    """One shard of a release: entries from `first` up to the next shard's."""

    first: str
    digest: str
    entries: int
    size_bytes: int  # of the entries' contents


@dataclass(frozen=True, slots=True)
class Root:
    """What a release consists of. `base_path` ("" or "/shop") is where its base address puts it on its host."""

    base_path: str
    counts: dict[str, int]  # entries by kind
    shards: tuple[ShardRef, ...]  # by first path

    @property
    def size_bytes(self) -> int:
        return sum(shard.size_bytes for shard in self.shards)

    def shard_of(self, path: str) -> ShardRef | None:
        """The only shard that may hold the path."""
        index = bisect_right(self.shards, path, key=lambda shard: shard.first) - 1
        return self.shards[index] if index >= 0 else None


def root_key(scope: TenantScope, release_id: str) -> str:
    return scope.key("releases", release_id)


def shard_key(scope: TenantScope, digest: str) -> str:
    return scope.key("manifests", digest)


def encode_root(root: Root) -> bytes:
    shards = [[shard.first, shard.digest, shard.entries, shard.size_bytes] for shard in root.shards]
    content = {"contract": CONTRACT, "base_path": root.base_path, "counts": root.counts, "shards": shards}
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)


async def read_root(objects: Objects, scope: TenantScope, release_id: str) -> Root:
    """Raises BrokenPromise when the root is missing, damaged or of a contract unknown here."""
    content = orjson.loads(await _read_checked(objects, root_key(scope, release_id)))
    if content["contract"] != CONTRACT:
        raise BrokenPromise(
            f"Release {release_id} is written in format {content['contract']}, this version knows {CONTRACT}.",
            remedy="Build the store again with this version.",
        )
    return Root(content["base_path"], content["counts"], tuple(ShardRef(*shard) for shard in content["shards"]))


async def read_shard(objects: Objects, key: str) -> list[Entry]:
    """A shard's entries. Its key ends in its digest. Raises BrokenPromise when it is missing or damaged."""
    return decode_shard(await _read_checked(objects, key))


async def entries_of(objects: Objects, scope: TenantScope, root: Root) -> AsyncIterator[Entry]:
    """All entries of a release by path, a shard in memory at a time."""
    for shard in root.shards:
        for entry in await read_shard(objects, shard_key(scope, shard.digest)):
            yield entry


async def _read_checked(objects: Objects, key: str) -> bytes:
    data = await objects.get(key)
    if digest_of(data) != key.rsplit("/", 1)[-1]:
        raise BrokenPromise(f"The object {key} is damaged: its bytes do not match its name.")
    return data
