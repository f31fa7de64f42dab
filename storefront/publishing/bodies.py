"""The bytes of entries as they go over the wire, those used last kept in memory."""

from __future__ import annotations

import asyncio
import gzip

from storefront.publishing.recent import Recent
from storefront.storage.interfaces import Objects
from storefront.storage.manifest import Entry

ROOM_BYTES = 32_000_000
SMALLEST_COMPRESSED = 512  # bytes; below, gzip's own 20 bytes and a second answer are not worth it
COMPRESSED_AT_ONCE = 32_000  # bytes; what is larger would hold up other visitors, so a thread compresses it
LEVEL = 6


class Bodies:
    """Contents by the entry's digest, plain and compressed once each."""

    def __init__(self, objects: Objects) -> None:
        self._objects = objects
        self._kept: Recent[bytes] = Recent(ROOM_BYTES, len)

    async def plain(self, entry: Entry) -> bytes:
        """Raises BrokenPromise when the content is gone from the object store."""
        return await self._kept.get(entry.digest, lambda: self._objects.get(entry.key))

    async def gzipped(self, entry: Entry) -> bytes:
        async def compress() -> bytes:
            data = await self.plain(entry)
            if len(data) > COMPRESSED_AT_ONCE:
                return await asyncio.to_thread(gzip.compress, data, LEVEL, mtime=0)
            return gzip.compress(data, LEVEL, mtime=0)

        return await self._kept.get(f"{entry.digest}.gz", compress)
