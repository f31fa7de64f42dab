"""Price files through real workers: live with their pages, signed with a key that nothing else holds."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

import orjson

from storefront.tenancy.checkout_keys import checkout_key, rotate_checkout_key
from tests.factories.pipeline import Shop

POST = {"checkout": "post", "checkout_url": "https://orders.example/new"}


async def price_file(shop: Shop) -> Any:
    page = await shop.page("/shop/")
    slug = page.partition('href="/products/')[2].partition("/")[0]
    return orjson.loads(await shop.page(f"/prices/{slug}.json"))


def is_signed_with(key: str, signed_price: str) -> bool:
    said, _, signature = signed_price.rpartition(".")
    mac = hmac.new(key.encode(), said.encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac).rstrip(b"=").decode() == signature


async def test_an_endpoint_of_ones_own_gets_prices_signed_with_the_stores_key(shop: Shop) -> None:
    await shop.stock(products=2, **POST)
    signed = await shop.build()
    key = await checkout_key(shop.session.mongo, shop.scope)
    file = await price_file(shop)
    prices = [variant["signed_price"] for variant in file["variants"] if variant["availability"] == "in_stock"]
    assert prices
    assert all(is_signed_with(key, price) for price in prices)
    assert (await shop.build()).release_id == signed.release_id, "the same key signs in the same bytes"

    rotated = await rotate_checkout_key(shop.session.mongo, shop.scope)
    assert (await shop.build()).release_id != signed.release_id
    after = [variant["signed_price"] for variant in (await price_file(shop))["variants"] if "signed_price" in variant]
    assert all(is_signed_with(rotated, price) for price in after)
    await _is_nowhere_else(shop, key, rotated)


async def _is_nowhere_else(shop: Shop, *keys: str) -> None:
    async for found in shop.session.objects.list(shop.scope.key()):
        data = await shop.session.objects.get(found.key)
        assert not any(key.encode() in data for key in keys), found.key
    control = shop.session.mongo.control
    for name in ("builds", "batches", "events", "stores"):
        rows = str([row async for row in control[name].find({})])
        assert not any(key in rows for key in keys), name
