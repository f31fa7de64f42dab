"""What publishing asks of a place that shows a store to visitors."""

from __future__ import annotations

from typing import Protocol

from storefront.storage.manifest import Entry


class Target(Protocol):
    """A place that serves releases. It keeps contents of all kept releases; the store's row says which is live."""

    name: str  # "local", in messages

    async def has_all_of(self, manifest_digest: str) -> bool:
        """True when an earlier upload of this very shard went through: nothing of it needs a look."""
        ...

    async def lacking(self, entries: list[Entry]) -> list[Entry]:
        """Those the target does not have yet."""
        ...

    async def take(self, entry: Entry, data: bytes) -> None:
        """Store one entry's bytes with its headers, visible at once or not at all."""
        ...

    async def remember(self, manifest_digest: str) -> None:
        """Every entry of the shard is there from now on."""
        ...
