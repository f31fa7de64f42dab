"""The snapshot's files: products as compressed JSON lines, photo addresses in short lists. Written while streaming."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

import orjson
import zstandard

from storefront.catalogue.models import Media, Product
from storefront.storage.interfaces import Objects

_LEVEL = 3  # the knee of zstandard's curve for JSON; level 9 takes five times the CPU for a tenth less

KeyOf = Callable[[str], str]


class ProductShards:
    """Shards of so many products each, in the order they come."""

    def __init__(self, objects: Objects, key_of: KeyOf, size: int) -> None:
        self._objects, self._key_of, self._size = objects, key_of, size
        self._lines: list[bytes] = []
        self.keys: list[str] = []
        self.count = 0

    async def add(self, product: Product) -> None:
        self._lines.append(product.model_dump_json().encode())
        self.count += 1
        if len(self._lines) == self._size:
            await self.close()

    async def close(self) -> None:
        """Write what has gathered."""
        if not self._lines:
            return
        key = self._key_of(f"products-{len(self.keys):05}.jsonl.zst")
        await self._objects.put(key, zstandard.compress(b"\n".join(self._lines), _LEVEL))
        self.keys.append(key)
        self._lines.clear()


class PhotoLists:
    """Lists of so many addresses each, every address once, in the order of first use."""

    def __init__(self, objects: Objects, key_of: KeyOf, size: int) -> None:
        self._objects, self._key_of, self._size = objects, key_of, size
        self._seen: set[bytes] = set()
        self._sources: list[str] = []
        self.lists: list[dict[str, str | int]] = []

    @property
    def count(self) -> int:
        return len(self._seen)

    async def add(self, photos: Iterable[Media]) -> None:
        for media in photos:
            mark = hashlib.blake2b(media.source.encode(), digest_size=16).digest()
            if mark in self._seen:
                continue
            self._seen.add(mark)
            self._sources.append(media.source)
            if len(self._sources) == self._size:
                await self.close()

    async def close(self) -> None:
        if not self._sources:
            return
        key = self._key_of(f"photos-{len(self.lists):05}.json")
        await self._objects.put(key, orjson.dumps(self._sources))
        self.lists.append({"key": key, "count": len(self._sources)})
        self._sources.clear()


def decode_products(data: bytes) -> list[Product]:
    lines = zstandard.ZstdDecompressor().stream_reader(data).read().split(b"\n")
    return [Product.model_validate_json(line) for line in lines if line]
