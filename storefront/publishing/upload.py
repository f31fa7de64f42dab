"""Bringing a manifest shard's contents to a target: only what it lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from storefront.failpoints import failpoint
from storefront.publishing.interfaces import Target
from storefront.publishing.tree import read_shard
from storefront.storage.concurrency import for_each
from storefront.storage.interfaces import Objects
from storefront.storage.manifest import Entry

UPLOADS_AT_A_TIME = 16


@dataclass(frozen=True, slots=True)
class Uploaded:
    """`checked` entries were looked for; 0 when the target had taken this very shard before."""

    checked: int
    uploaded: int
    bytes: int


async def upload_rest(target: Target, objects: Objects, manifest_keys: Iterable[str]) -> None:
    """Before a switch: all that the target has not taken yet, or that has been tidied away since it did.

    A build that is tried again a day later finds its upload done, and what it relied on perhaps gone. Raises as
    `upload_shard` does.
    """
    await for_each(manifest_keys, lambda key: upload_shard(target, objects, key), limit=UPLOADS_AT_A_TIME)


async def upload_shard(target: Target, objects: Objects, manifest_key: str) -> Uploaded:
    """Make sure that the target has every entry of the shard. Twice is harmless.

    Raises BrokenPromise when the shard or a content is missing from the object store or damaged.
    """
    digest = manifest_key.rsplit("/", 1)[-1]
    if await target.has_all_of(digest):
        return Uploaded(0, 0, 0)
    entries = await read_shard(objects, manifest_key)

    async def bring(entry: Entry) -> int:
        data = await objects.get(entry.key)
        await target.take(entry, data)
        return len(data)

    sizes = await for_each(await target.lacking(entries), bring, limit=UPLOADS_AT_A_TIME)
    failpoint("upload.mid_object")
    await target.remember(digest)
    return Uploaded(len(entries), len(sizes), sum(sizes))
