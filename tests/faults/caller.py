"""Somebody who asks for builds over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from storefront.tenancy.access import issue_key
from submitter.api.app import PREFIX
from tests.factories.api import ApiProcess
from tests.factories.pipeline import Shop

PATIENCE_S = 30.0


@asynccontextmanager
async def caller(shop: Shop, web: ApiProcess) -> AsyncIterator[httpx.AsyncClient]:
    """With a key of the shop's tenant."""
    key = await issue_key(shop.session.mongo, shop.session.tenant)
    headers = {"Authorization": f"Bearer {key}"}
    async with httpx.AsyncClient(base_url=web.url + PREFIX, headers=headers, timeout=PATIENCE_S) as opened:
        yield opened
