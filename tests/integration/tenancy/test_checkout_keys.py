"""Keys for signed prices: one per store, made when it is first asked for, the same until it is rotated."""

from __future__ import annotations

import asyncio

import pytest

from storefront.errors import ServiceUnavailable
from storefront.storage.mongo import Mongo
from storefront.tenancy.checkout_keys import COLLECTION, checkout_key, rotate_checkout_key
from storefront.tenancy.scope import StoreScope

OURS, OTHERS, THEIRS = StoreScope("local", "shop"), StoreScope("local", "other"), StoreScope("them", "shop")


async def test_a_store_keeps_its_key(mongo: Mongo) -> None:
    keys = await asyncio.gather(*(checkout_key(mongo, OURS) for _ in range(8)))
    assert len(set(keys)) == 1, "batches that ask at once sign alike"
    assert len(bytes.fromhex(keys[0])) == 32
    assert await checkout_key(mongo, OURS) == keys[0]


async def test_every_store_has_its_own(mongo: Mongo) -> None:
    keys = [await checkout_key(mongo, scope) for scope in (OURS, OTHERS, THEIRS)]
    assert len(set(keys)) == 3
    rows = [row async for row in mongo.control[COLLECTION].find(THEIRS.filter())]
    assert [row["secret"] for row in rows] == [keys[2]]


async def test_a_new_key_takes_the_old_ones_place(mongo: Mongo) -> None:
    first = await checkout_key(mongo, OURS)
    second = await rotate_checkout_key(mongo, OURS)
    assert second != first
    assert await checkout_key(mongo, OURS) == second
    assert first not in str([row async for row in mongo.control[COLLECTION].find({})])
    other = await rotate_checkout_key(mongo, OTHERS)
    assert other == await checkout_key(mongo, OTHERS), "where there was none, rotating makes one"


async def test_without_a_database_the_caller_is_told() -> None:
    away = Mongo("mongodb://127.0.0.1:9/", timeout_s=0.3)
    for ask in (checkout_key(away, OURS), rotate_checkout_key(away, OURS)):
        with pytest.raises(ServiceUnavailable, match="MongoDB"):
            await ask
    away.close()
