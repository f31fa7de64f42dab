"""A tenant with one store and a key, on servers where nobody works."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from config.settings import Settings
from storefront.storage.mongo import Mongo
from storefront.tenancy.access import issue_key
from storefront.tenancy.scope import TenantScope
from tests.factories.api import api
from tests.factories.builds import known_store
from tests.integration.conftest import Farm


@pytest.fixture
def settings(field: Farm) -> Settings:
    return field.settings


@pytest.fixture
async def key(mongo: Mongo, field: Farm) -> str:
    await known_store(mongo)
    return await issue_key(mongo, TenantScope("local"))


@pytest.fixture
async def caller(settings: Settings, key: str) -> AsyncIterator[httpx.AsyncClient]:
    """Calls the interface with the tenant's key."""
    async with api(settings, key) as opened:
        yield opened
