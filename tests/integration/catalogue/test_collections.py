from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from storefront.catalogue.collections import prepare_collections
from storefront.storage.mongo import DuplicateKey, InvalidDocument, Mongo
from storefront.tenancy.scope import StoreScope

NAMES = {"products", "brands", "categories", "configurations", "orders", "customers", "media", "quarantine"}


def a_product(**fields: Any) -> dict[str, Any]:
    row = {
        "tenant_id": "acme",
        "store_id": "shop",
        "id": "a",
        "slug": "a",
        "name": "A",
        "price": Decimal("1.50"),
        "currency": "EUR",
        "category": None,
        "category_ids": [],
        "content_hash": "0",
    }
    return {**row, **fields}


async def test_creates_every_collection_once(mongo: Mongo, scope: StoreScope) -> None:
    first = await prepare_collections(mongo, scope)
    assert first["collections_created"] == 8
    assert set(first["created"]) == NAMES
    assert all(made["schema_validation"] for made in first["created"].values())
    assert await prepare_collections(mongo, scope) == {"collections_created": 0, "created": {}}


async def test_many_processes_may_prepare_at_once(mongo: Mongo, scope: StoreScope) -> None:
    results = await asyncio.gather(*(prepare_collections(mongo, scope) for _ in range(4)))
    assert sum(result["collections_created"] for result in results) == 8


async def test_the_indexes_queries_rely_on(mongo: Mongo, scope: StoreScope) -> None:
    await prepare_collections(mongo, scope)
    database = mongo.tenant(scope)
    expected = {
        "products": [[("store_id", 1), ("category", 1), ("price", 1)], [("store_id", 1), ("id", 1)]],
        "orders": [[("store_id", 1), ("created_at", 1)], [("store_id", 1), ("id", 1)]],
        "customers": [[("store_id", 1), ("email", 1)], [("store_id", 1), ("id", 1)]],
    }
    for name, keys in expected.items():
        there = [facts["key"] for facts in (await database[name].index_information()).values()]
        assert sorted(keys) == sorted(key for key in there if key != [("_id", 1)])


@pytest.mark.parametrize(
    "fields",
    [
        {"price": Decimal(0)},
        {"price": 1.5},
        {"currency": "euro"},
        {"slug": "Not A Slug"},
        {"name": ""},
        {"store_id": None},
        {"variants": [{"price": Decimal(1)}]},
    ],
)
async def test_the_database_refuses_a_product_that_is_none(
    mongo: Mongo, scope: StoreScope, fields: dict[str, Any]
) -> None:
    await prepare_collections(mongo, scope)
    await mongo.tenant(scope).products.insert_one(a_product())
    with pytest.raises(InvalidDocument, match="validation"):
        await mongo.tenant(scope).products.insert_one(a_product(id="b", **fields))


async def test_an_id_is_there_once_per_store(mongo: Mongo, scope: StoreScope) -> None:
    await prepare_collections(mongo, scope)
    await mongo.tenant(scope).products.insert_one(a_product())
    await mongo.tenant(scope).products.insert_one(a_product(store_id="other"))
    with pytest.raises(DuplicateKey):
        await mongo.tenant(scope).products.insert_one(a_product())


async def test_a_validator_that_changed_is_brought_up_to_date(mongo: Mongo, scope: StoreScope) -> None:
    await mongo.tenant(scope).command("create", "orders")
    result = await prepare_collections(mongo, scope)
    assert result["collections_created"] == 7
    order = {"tenant_id": "acme", "store_id": "shop", "id": "1", "created_at": datetime(2026, 1, 2, tzinfo=UTC)}
    with pytest.raises(InvalidDocument):
        await mongo.tenant(scope).orders.insert_one(order)
    await mongo.tenant(scope).orders.insert_one({**order, "total": Decimal(5), "currency": "EUR", "lines": []})
