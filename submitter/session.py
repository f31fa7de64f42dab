"""What the submitter holds while it works: the database, the object store, and a way to send messages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from celery import Celery
from kombu.exceptions import OperationalError

from config.celery import make_app
from config.settings import Settings
from storefront.builds.indexes import prepare_builds
from storefront.builds.models import Message
from storefront.errors import RequestInvalid
from storefront.publishing.releases import prepare_releases
from storefront.storage.interfaces import Objects
from storefront.storage.mongo import Mongo, unavailable_as_ours
from storefront.storage.objects import open_objects
from storefront.tenancy.scope import StoreScope, TenantScope
from storefront.tenancy.stores import prepare_stores

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Session:
    config: Settings
    mongo: Mongo
    objects: Objects
    queue: Celery

    @property
    def tenant(self) -> TenantScope:
        """Whom the command line acts for."""
        return TenantScope(self.config.tenant_id)

    def store(self, store_id: str) -> StoreScope:
        return self.tenant.store(store_id)

    def send(self, messages: list[Message]) -> bool:
        """Publish what a use case returned. False when Redis is away: the build is recorded, the sweeper sends it."""
        try:
            for message in messages:
                self.queue.send_task(message.task, kwargs=message.kwargs)
        except OperationalError as error:
            log.warning("recorded, not sent yet: Redis does not answer", reason=str(error)[:200])
            return False
        return True


@asynccontextmanager
async def open_session(config: Settings) -> AsyncIterator[Session]:
    """Connect to the servers of the settings. Raises ServiceUnavailable when MongoDB does not answer."""
    if config.mongo_url is None:
        raise RequestInvalid("STORELOOM_MONGO_URL is not set.", remedy="Start everything with: storeloom up.")
    mongo = Mongo(config.mongo_url.get_secret_value())
    try:
        with unavailable_as_ours():
            await prepare_stores(mongo)
            await prepare_builds(mongo)
            await prepare_releases(mongo)
        yield Session(config, mongo, open_objects(config.objects_address), make_app(config))
    finally:
        mongo.close()
