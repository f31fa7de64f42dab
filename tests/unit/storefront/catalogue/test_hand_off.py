from __future__ import annotations

from typing import Any

import pytest

from storefront.catalogue.hand_off import checkout_warnings, origin_of, refuse_unusable_checkout
from storefront.errors import RequestInvalid
from tests.factories.shops import a_configuration


@pytest.mark.parametrize(
    "settings",
    [
        {"checkout": "email"},
        {"checkout": "stripe"},
        {"checkout": "link", "checkout_url": "https://pay.example/cart?shop=1"},
        {"checkout": "shopify", "checkout_url": "https://optician.myshopify.example"},
        {"checkout": "post", "checkout_url": "https://shop.example:8443/orders"},
        {"checkout": "snipcart", "snipcart_key": "ZDE2MTQ4YjctNmVkMi00"},
    ],
)
def test_what_can_work_passes(settings: dict[str, Any]) -> None:
    refuse_unusable_checkout(a_configuration(**settings))
    assert checkout_warnings(a_configuration(**settings)) == []


@pytest.mark.parametrize(
    ("settings", "what", "remedy"),
    [
        ({"checkout": "shopify"}, 'checkout "shopify" needs an https address', "my-shop.myshopify.com"),
        ({"checkout": "post"}, "there is none", "endpoint that takes the orders"),
        ({"checkout": "link"}, "there is none", "payment page"),
        ({"checkout": "post", "checkout_url": "https://a;script-src"}, "'https://a;script-src' is none", "endpoint"),
        ({"checkout": "post", "checkout_url": "https://user@host.example"}, "is none", "endpoint"),
        ({"checkout": "snipcart"}, "public key", "snipcart_key"),
        ({"checkout": "snipcart", "snipcart_key": '"><script>'}, "public key", "API keys"),
    ],
)
def test_what_could_not_is_refused_with_what_to_set(settings: dict[str, Any], what: str, remedy: str) -> None:
    with pytest.raises(RequestInvalid) as refused:
        refuse_unusable_checkout(a_configuration(**settings))
    assert what in refused.value.what
    assert remedy in str(refused.value)
    assert checkout_warnings(a_configuration(**settings)) == [str(refused.value)]


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("https://shop.example/orders?x=1", "https://shop.example"),
        ("https://shop.example:8443", "https://shop.example:8443"),
        ("http://shop.example", ""),
        ("https://[::1", ""),
        ("https://", ""),
        ("", ""),
    ],
)
def test_origins(address: str, origin: str) -> None:
    assert origin_of(address) == origin
