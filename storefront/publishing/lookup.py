"""Which entry of a release answers an address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storefront.publishing.headers import survives_switch
from storefront.publishing.recent import Recent
from storefront.publishing.tree import Root, read_root, read_shard, shard_key
from storefront.storage.interfaces import Objects
from storefront.storage.manifest import Entry
from storefront.tenancy.scope import TenantScope

ROOTS_KEPT = 16
SHARDS_KEPT = 128  # of 512 entries on average: about 30 MB, shared by all releases that have them
ERROR_PAGE = "/404.html"


@dataclass(frozen=True, slots=True)
class Answer:
    """200 with an entry, 404 with the error page (if the release has one), or 308 with a location."""

    status: int
    release_id: str  # the release it was found in
    entry: Entry | None = None
    location: str = ""


class Lookup:
    """Finds entries by exact path, so an address cannot lead out of the release.

    A release is never held whole: its root names the one shard to read, and the last few shards are kept.
    """

    def __init__(self, objects: Objects, scope: TenantScope) -> None:
        self._objects = objects
        self._scope = scope
        self._roots: Recent[Root] = Recent(ROOTS_KEPT)
        self._shards: Recent[dict[str, Entry]] = Recent(SHARDS_KEPT)

    async def answer(self, release_ids: Sequence[str], path: str) -> Answer:
        """The answer of the first release, the live one; hashed names are also looked for in the others.

        Raises BrokenPromise when a part of a release is missing from the object store.
        """
        live_id = release_ids[0]
        live = await self.root(live_id)
        if live.base_path:
            if path in ("/", live.base_path):
                return Answer(308, live_id, location=live.base_path + "/")
            path = path.removeprefix(live.base_path)
        for release_id in release_ids if survives_switch(path) else release_ids[:1]:
            entry = await self.find(release_id, path)
            if entry is not None:
                return Answer(200, release_id, entry)
        if not path.endswith("/") and await self.find(live_id, path + "/"):
            return Answer(308, live_id, location=live.base_path + path + "/")
        return Answer(404, live_id, await self.find(live_id, ERROR_PAGE))

    async def find(self, release_id: str, path: str) -> Entry | None:
        """The entry at exactly this path of the release, if it has one."""
        shard = (await self.root(release_id)).shard_of(path)
        return None if shard is None else (await self._entries(shard.digest)).get(path)

    async def root(self, release_id: str) -> Root:
        return await self._roots.get(release_id, lambda: read_root(self._objects, self._scope, release_id))

    async def _entries(self, digest: str) -> dict[str, Entry]:
        async def read() -> dict[str, Entry]:
            return {entry.path: entry for entry in await read_shard(self._objects, shard_key(self._scope, digest))}

        return await self._shards.get(digest, read)
