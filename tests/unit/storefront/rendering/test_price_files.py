from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any, cast

import orjson
import pytest

from storefront.catalogue.models import Product, Variant
from storefront.rendering.contract import PageView
from storefront.rendering.price_files import DataFile, not_orderable, price_files, price_path
from storefront.rendering.signed_prices import signed_price
from storefront.rendering.view_models.context import PageContext
from storefront.rendering.view_models.products import product_content
from tests.factories.shops import a_configuration, a_product
from tests.unit.storefront.rendering.view_models.pages import product_context

KEY = "ab" * 32


def viewed(product: Product, locale: str = "en", **configuration: Any) -> tuple[PageContext, PageView]:
    context = product_context(product, locale=locale, configuration=a_configuration(**configuration))
    return context, cast(PageView, {"content": product_content(context)})


def files_of(product: Product, *, key: str | None = None, locale: str = "en", **configuration: Any) -> list[DataFile]:
    context, view = viewed(product, locale, **configuration)
    return list(price_files(context.page, context.plan, view, key))


def read(product: Product, **options: Any) -> dict[str, Any]:
    (file,) = files_of(product, **options)
    return cast(dict[str, Any], orjson.loads(file.data))


def test_a_price_file_says_what_the_page_says() -> None:
    product = a_product(3)
    (file,) = files_of(product)
    said = orjson.loads(file.data)
    content = viewed(product)[1]["content"]
    assert file.path == "/prices/frame-3.json"
    assert content["price_file"] == "/prices/frame-3.json"
    assert (said["id"], said["name"]) == (product.id, content["name"])
    shown = [(one["id"], one["sku"], one["price"]["amount"], one["price"]["currency"]) for one in content["variants"]]
    assert [(one["id"], one.get("sku"), one["price"], one["currency"]) for one in said["variants"]] == shown
    assert {one["availability"] for one in said["variants"]} <= {"in_stock", "out_of_stock"}


def test_it_is_made_once_for_all_locales() -> None:
    assert files_of(a_product(3), locale="es") == []
    spanish = viewed(a_product(3), "es")[1]["content"]
    assert spanish["price_file"] == "/prices/frame-3.json"


def test_a_store_below_a_path_says_so_in_the_page_alone() -> None:
    below = {"base_url": "https://lumen.example/frames"}
    assert viewed(a_product(3), **below)[1]["content"]["price_file"] == "/frames/prices/frame-3.json"
    assert files_of(a_product(3), **below)[0].path == "/prices/frame-3.json"


def test_a_product_without_variants_is_its_own_only_one() -> None:
    said = read(a_product(3, variants=[], in_stock=False))
    assert [(one["id"], one["availability"]) for one in said["variants"]] == [(said["id"], "out_of_stock")]


def test_the_version_changes_with_what_is_asked_and_with_nothing_else() -> None:
    first = read(a_product(3))["version"]
    assert read(a_product(3, description="Another text"))["version"] == first
    assert read(a_product(3, variants=[], price="1.00"))["version"] != first


@pytest.mark.parametrize("path", ["/products/rivera/", "/es/products/rivera/"])
def test_addresses_go_by_the_pages_own(path: str) -> None:
    assert price_path(path) == "/prices/rivera.json"


def opened(token: str) -> dict[str, str]:
    """The statement of a signed price, checked by hand as RFC 7515 says."""
    header, payload, signature = token.split(".")
    mac = hmac.new(KEY.encode(), f"{header}.{payload}".encode(), hashlib.sha256).digest()
    assert base64.urlsafe_b64encode(mac).rstrip(b"=").decode() == signature
    assert orjson.loads(base64.urlsafe_b64decode(header + "==")) == {"alg": "HS256"}
    return cast(dict[str, str], orjson.loads(base64.urlsafe_b64decode(payload + "==")))


def test_prices_for_the_shops_own_endpoint_are_signed() -> None:
    product = a_product(3)
    said = read(product, key=KEY, checkout="post", checkout_url="https://shop.example/orders")
    signed = next(one for one in said["variants"] if one["availability"] == "in_stock")
    assert opened(signed["signed_price"]) == {
        "store": "lumen",
        "product": product.id,
        "variant": signed["id"],
        "price": signed["price"],
        "currency": "EUR",
        "version": said["version"],
    }
    assert read(product, key=KEY) == said, "the same key signs in the same words"
    assert read(product, key="other") != said


def test_what_is_sold_out_is_not_signed() -> None:
    said = read(a_product(3, variants=[], in_stock=False), key=KEY)
    assert "signed_price" not in said["variants"][0]


def test_a_signature_covers_every_fact() -> None:
    statement = {"store": "s", "product": "p", "variant": "v", "price": "1.00", "currency": "EUR", "version": "0"}
    signatures = {signed_price(KEY, {**statement, name: "other"}).split(".")[2] for name in statement}
    assert len(signatures) == len(statement)


def test_snipcart_finds_each_variants_price_in_its_own_form() -> None:
    sold_out = Variant(id="v9", in_stock=False)
    product = a_product(3, price="99.50", variants=[Variant(id="v1"), Variant(id="v2", price="120"), sold_out])
    own, ours = files_of(product, checkout="snipcart", snipcart_key="public")
    url = "https://lumen.example/prices/frame-3.snipcart.json"
    assert own.path == "/prices/frame-3.snipcart.json"
    assert orjson.loads(own.data) == [
        {"id": f"{product.id}|v1", "price": 99.5, "url": url},
        {"id": f"{product.id}|v2", "price": 120.0, "url": url},
    ]
    assert orjson.loads(ours.data)["validation_url"] == url
    without = files_of(product, checkout="snipcart", base_url="")
    assert orjson.loads(without[1].data)["validation_url"] == "/prices/frame-3.snipcart.json"


@pytest.mark.parametrize(
    ("checkout", "refs", "said"),
    [
        ("email", [None], []),
        ("shopify", ["41234567890", "4x"], ["V2: checkout_ref is not the number of a Shopify variant."]),
        ("stripe", ["https://buy.stripe.example/a"], []),
        ("stripe", ["http://a", "data:,", "", None], ["V1, V2, V3 and 1 more: checkout_ref is not a payment link."]),
    ],
)
def test_versions_that_the_checkout_elsewhere_does_not_know_are_told(
    checkout: str, refs: list[str | None], said: list[str]
) -> None:
    variants = [Variant(id=f"v{n}", sku=f"V{n}", checkout_ref=ref) for n, ref in enumerate(refs, 1)]
    context, view = viewed(a_product(3, variants=variants), checkout=checkout, checkout_url="https://shop.example")
    told = not_orderable(context.page, context.configuration, view)
    assert told == [f"warning: Nobody can order {one}" for one in said]
    spanish, other = viewed(a_product(3, variants=variants), "es", checkout=checkout)
    assert not_orderable(spanish.page, spanish.configuration, other) == []
