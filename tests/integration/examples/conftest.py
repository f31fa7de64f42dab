from __future__ import annotations

from pathlib import Path

import pytest

from storefront.storage.interfaces import Objects
from storefront.storage.objects import open_objects
from storefront.tenancy.scope import StoreScope


@pytest.fixture
def scope() -> StoreScope:
    return StoreScope("acme", "shop")


@pytest.fixture
def objects(tmp_path: Path) -> Objects:
    return open_objects((tmp_path / "objects").as_uri())
