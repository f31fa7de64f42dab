"""What the domain asks of an object store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ObjectFacts:
    key: str
    size_bytes: int
    modified_at: datetime | None = None  # aware, by the store's clock; lists say it


class Objects(Protocol):
    """Bytes under keys (`a/b/c`, no leading slash)."""

    async def put(self, key: str, data: bytes) -> None:
        """Write the whole object, visible at once or not at all. Raises StorageFull, ServiceUnavailable."""
        ...

    async def put_new(self, key: str, data: bytes) -> bool:
        """Write unless the key exists already; True when it was written. For content-addressed keys."""
        ...

    async def get(self, key: str) -> bytes:
        """The object's bytes. Raises BrokenPromise when there is none."""
        ...

    async def size(self, key: str) -> int | None:
        """Size in bytes, or None when there is no such object."""
        ...

    async def delete(self, key: str) -> None:
        """Remove the object; nothing happens when there is none."""
        ...

    def list(self, prefix: str) -> AsyncIterator[ObjectFacts]:
        """All objects below a prefix, in no promised order."""
        ...
