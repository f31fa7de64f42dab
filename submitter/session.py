"""What the submitter holds while it works: the database, the object store, and a way to send messages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from config.settings import Settings
from storefront.builds.indexes import prepare_builds
from storefront.builds.schedules import prepare_schedules
from storefront.errors import RequestInvalid
from storefront.fleet.indexes import prepare_fleet
from storefront.publishing.releases import prepare_releases
from storefront.storage.interfaces import Objects
from storefront.storage.mongo import Mongo, unavailable_as_ours
from storefront.storage.objects import open_objects
from storefront.tenancy.scope import StoreScope, TenantScope
from storefront.tenancy.stores import prepare_stores
from submitter.outbox import Outbox
from submitter.turns import Turns


@dataclass(frozen=True, slots=True)
class Session:
    config: Settings
    mongo: Mongo
    objects: Objects
    outbox: Outbox
    turns: Turns = field(default_factory=Turns)

    @property
    def tenant(self) -> TenantScope:
        """Whom the command line acts for."""
        return TenantScope(self.config.tenant_id)

    def store(self, store_id: str) -> StoreScope:
        return self.tenant.store(store_id)


@asynccontextmanager
async def open_session(config: Settings) -> AsyncIterator[Session]:
    """For the command line. Raises ServiceUnavailable when MongoDB does not answer."""
    async with connected(config, mongo_within_s=10.0, redis_within_s=10.0) as session:
        await prepare(session.mongo)
        yield session


@asynccontextmanager
async def connected(config: Settings, *, mongo_within_s: float, redis_within_s: float) -> AsyncIterator[Session]:
    """A session on servers that may be away just now; the limits are what a caller waits for each."""
    if config.mongo_url is None:
        raise RequestInvalid("STORELOOM_MONGO_URL is not set.", remedy="Start everything with: storeloom up.")
    mongo = Mongo(config.mongo_url.get_secret_value(), timeout_s=mongo_within_s)
    outbox = Outbox(config, within_s=redis_within_s)
    try:
        yield Session(config, mongo, open_objects(config.objects_address), outbox)
    finally:
        outbox.close()
        mongo.close()


async def prepare(mongo: Mongo) -> None:
    """The control database's indexes, which rules rest on; nothing happens where they are."""
    with unavailable_as_ours():
        await prepare_stores(mongo)
        await prepare_builds(mongo)
        await prepare_releases(mongo)
        await prepare_schedules(mongo)
        await prepare_fleet(mongo)
