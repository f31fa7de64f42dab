"""The local target: serves straight from the object store, so it takes nothing and checks everything once."""

from __future__ import annotations

from storefront.errors import BrokenPromise
from storefront.storage.concurrency import for_each
from storefront.storage.interfaces import Objects
from storefront.storage.manifest import Entry
from storefront.tenancy.scope import TenantScope

NAMED_IN_ERRORS = 5


class LocalTarget:
    """A mark per checked shard lets the next build of the same content skip it; the sweep takes marks away first."""

    name = "local"

    def __init__(self, objects: Objects, scope: TenantScope) -> None:
        self._objects = objects
        self._scope = scope

    async def has_all_of(self, manifest_digest: str) -> bool:
        return await self._objects.size(self._mark(manifest_digest)) is not None

    async def lacking(self, entries: list[Entry]) -> list[Entry]:
        """Nothing, ever. Raises BrokenPromise naming what is not in the object store at its recorded size."""
        found = await for_each(entries, lambda entry: self._objects.size(entry.key))
        wrong = [_said(entry, size) for entry, size in zip(entries, found, strict=True) if size != entry.size_bytes]
        if wrong:
            more = f" and {len(wrong) - NAMED_IN_ERRORS} more" if len(wrong) > NAMED_IN_ERRORS else ""
            raise BrokenPromise(
                f"The object store does not hold what was made: {'; '.join(wrong[:NAMED_IN_ERRORS])}{more}.",
                remedy="Build the store again; if it stays, check the disk and who else writes to the object store.",
            )
        return []

    async def take(self, entry: Entry, data: bytes) -> None:
        """Nothing to do: contents are served from where they were made."""

    async def remember(self, manifest_digest: str) -> None:
        await self._objects.put_new(self._mark(manifest_digest), b"checked")

    def _mark(self, manifest_digest: str) -> str:
        return "/".join((marks_prefix(self._scope), self.name, manifest_digest))


def marks_prefix(scope: TenantScope) -> str:
    """Where all targets' marks of a tenant are."""
    return scope.key("checked")


def _said(entry: Entry, size: int | None) -> str:
    return f"{entry.path} is missing" if size is None else f"{entry.path} has {size} of {entry.size_bytes} bytes"
