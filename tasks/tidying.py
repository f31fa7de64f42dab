"""Housekeeping that needs the object store."""

from __future__ import annotations

import structlog

from storefront.publishing.tidying import tidy_store as tidy
from storefront.tenancy.scope import StoreScope
from tasks.messages import message_task
from tasks.services import services

log = structlog.get_logger(__name__)


@message_task("storeloom.tidy_store")
def tidy_store(tenant_id: str, store_id: str) -> None:
    """Forget old releases and delete what nothing needs any more; sent once a day by the sweeper."""
    using = services()
    scope = StoreScope(tenant_id, store_id)
    tidied = using.run(tidy(using.mongo, using.objects, scope, releases_kept=using.config.releases_kept))
    log.info("tidied", store_id=store_id, tidied=tidied)
