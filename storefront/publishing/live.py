"""Which releases a store answers from right now, without asking the database for every request."""

from __future__ import annotations

from functools import partial

from storefront.errors import ServiceUnavailable, UnknownStore
from storefront.publishing.fresh import Fresh
from storefront.publishing.switching import live_switch
from storefront.storage.mongo import Mongo, unavailable_as_ours
from storefront.tenancy.scope import StoreScope, TenantScope
from storefront.tenancy.stores import store_ids

AGE_S = 0.5  # how long after a switch a visitor may still get the release before
EARLIER = 20  # releases besides the live one whose hashed names are still answered


class LiveReleases:
    """The live pointer of each store, read at most every half second; the last one known while the database is away."""

    def __init__(self, mongo: Mongo, tenant: TenantScope, age_s: float = AGE_S) -> None:
        self._mongo = mongo
        self._tenant = tenant
        self._age_s = age_s
        self._stores = Fresh(self._ask_stores, age_s)
        self._releases: dict[str, Fresh[tuple[str, ...]]] = {}

    async def of(self, store_id: str, since: float | None = None) -> tuple[str, ...]:
        """The live release's id, then earlier kept ones, last shown first; empty before the first release.

        As of the moment `since` (of `time.monotonic`) or later, where it is given and the database answers.
        Raises UnknownStore, ServiceUnavailable when the database is away and nothing is known yet.
        """
        fresh = self._releases.get(store_id)
        if fresh is None:
            fresh = Fresh(partial(self._ask_releases, self._tenant.store(store_id)), self._age_s)
            self._releases[store_id] = fresh
        try:
            return await fresh.get(since)
        except (UnknownStore, ServiceUnavailable):  # nothing is known of it
            self._releases.pop(store_id, None)  # or names that visitors make up would pile up here
            raise

    async def stores(self) -> list[str]:
        """Names of all stores of the tenant, sorted. Raises ServiceUnavailable as `of` does."""
        return await self._stores.get()

    async def _ask_stores(self) -> list[str]:
        with unavailable_as_ours():
            return await store_ids(self._mongo, self._tenant)

    async def _ask_releases(self, scope: StoreScope) -> tuple[str, ...]:
        with unavailable_as_ours():
            live = await live_switch(self._mongo, scope)
            if live is None:
                return ()
            rows = self._mongo.control.releases.find(scope.filter(), {"release_id": 1}).sort("shown_at", -1)
            kept = [row["release_id"] for row in await rows.to_list(EARLIER + 1)]
        return (live.release_id, *(release_id for release_id in kept if release_id != live.release_id))
