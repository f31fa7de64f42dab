"""What a release is made of: entries in shards, each shard stored under its own digest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal, Protocol

import orjson

from storefront.storage.interfaces import Objects

HASH_LENGTH = 10  # hex digits of a content's digest in an address that changes with it

Kind = Literal["page", "image", "asset", "site", "data"]


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One address of the store. `path` is its URL path: "/frames/aviator/", "/assets/main.1f2e3d.css", "/404.html"."""

    path: str
    key: str  # object key of the bytes
    digest: str  # sha-256 of the bytes, hex; for images of the key, since their address names recipe and source
    size_bytes: int
    content_type: str  # with charset for texts
    kind: Kind


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def encode_shard(entries: list[Entry]) -> bytes:
    """Entries as JSON lines sorted by path: the same entries give the same bytes."""
    lines = (orjson.dumps([e.path, e.key, e.digest, e.size_bytes, e.content_type, e.kind]) for e in sorted(entries))
    return b"\n".join(lines)


def decode_shard(data: bytes) -> list[Entry]:
    return [Entry(*orjson.loads(line)) for line in data.split(b"\n") if line]


class HasKeys(Protocol):
    """A tenant's scope (tenancy/scope.py): the maker of object keys."""

    def key(self, *parts: str) -> str: ...


async def store_shard(objects: Objects, scope: HasKeys, entries: list[Entry]) -> str:
    """Store the shard under its own digest; its key."""
    data = encode_shard(entries)
    key = scope.key("manifests", digest_of(data))
    await objects.put_new(key, data)
    return key
