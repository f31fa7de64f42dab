"""Stores as publishing sees them: contents, manifest shards, releases."""

from __future__ import annotations

from collections.abc import Mapping

from storefront.publishing.release import Release, assemble_release
from storefront.publishing.releases import record_release
from storefront.publishing.switching import switch
from storefront.storage import manifest
from storefront.storage.interfaces import Objects
from storefront.storage.manifest import Entry, Kind, digest_of
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope
from storefront.tenancy.stores import register_store, take_number

SCOPE = StoreScope("acme", "shop")

_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "xml": "application/xml",
    "txt": "text/plain; charset=utf-8",
    "webp": "image/webp",
    "webmanifest": "application/manifest+json",
}


def entry_of(path: str, data: bytes, scope: StoreScope = SCOPE) -> Entry:
    """The entry a batch would write for these bytes at this path."""
    digest = digest_of(data)
    content_type = _TYPES.get(path.rpartition(".")[2], "text/html; charset=utf-8")
    return Entry(path, scope.blob_key(digest), digest, len(data), content_type, _kind(path))


def _kind(path: str) -> Kind:
    if path.startswith(("/assets/", "/search/index.")):
        return "asset"
    if path.startswith("/images/"):
        return "image"
    return "page" if path.endswith(("/", ".html")) else "site"


async def store_shard(objects: Objects, entries: list[Entry], scope: StoreScope = SCOPE) -> str:
    """A manifest shard; its key."""
    return await manifest.store_shard(objects, scope, entries)


async def store_contents(objects: Objects, contents: Mapping[str, bytes], scope: StoreScope = SCOPE) -> str:
    """Contents by path with one manifest shard; its key."""
    entries = [entry_of(path, data, scope) for path, data in contents.items()]
    for entry, data in zip(entries, contents.values(), strict=True):
        await objects.put_new(entry.key, data)
    return await store_shard(objects, entries, scope)


async def make_release(
    mongo: Mongo, objects: Objects, contents: Mapping[str, bytes], scope: StoreScope = SCOPE, *, base_path: str = ""
) -> Release:
    key = await store_contents(objects, contents, scope)
    release = await assemble_release(objects, scope, "build-1", [key], base_path=base_path)
    await record_release(mongo, scope, release)
    return release


async def make_live(
    mongo: Mongo, objects: Objects, contents: Mapping[str, bytes], scope: StoreScope = SCOPE, *, base_path: str = ""
) -> Release:
    """A release of these contents that visitors see."""
    await register_store(mongo, scope)
    release = await make_release(mongo, objects, contents, scope, base_path=base_path)
    assert await switch(mongo, scope, release.release_id, await take_number(mongo, scope), release.build_id)
    return release
