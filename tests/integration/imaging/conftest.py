from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storefront.imaging.decoder import Decoder
from storefront.storage.interfaces import Objects
from storefront.storage.objects import open_objects
from storefront.tenancy.scope import StoreScope
from tests.factories.web import Web, web


@pytest.fixture(scope="session")
def decoder() -> Iterator[Decoder]:
    with Decoder() as running:
        yield running


@pytest.fixture
def objects(tmp_path: Path) -> Objects:
    return open_objects(f"file://{tmp_path}/objects")


@pytest.fixture
def scope() -> StoreScope:
    return StoreScope("acme", "optician")


@pytest.fixture
async def site() -> AsyncIterator[Web]:
    async with web() as running:
        yield running
