"""What a product costs now: a small JSON file beside its page, which the cart asks before anything is ordered.

/prices/<slug>.json           {id, name, version, variants: [{id, name, sku, price, currency, availability, …}]}
/prices/<slug>.snipcart.json  [{id, price, url}]: the form in which Snipcart looks an order's prices up

Made of the view that the product's page shows in the default locale, so page and cart cannot differ; once for all
locales. Its address stays while its content changes, so it is never kept for long, and an earlier release's is never
answered (publishing/headers.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from storefront.catalogue.models import StoreConfiguration
from storefront.rendering.contract import PageView, ProductContent, VariantView
from storefront.rendering.plan_files import PageInput, SitePlan
from storefront.rendering.signed_prices import signed_price
from storefront.seo.addresses import absolute_address
from storefront.storage.manifest import digest_of

CONTENT_TYPE = "application/json; charset=utf-8"
_VERSION_LENGTH = 16  # hex digits of the file's digest

# What a checkout elsewhere knows a variant by, where it needs to know it: the form, and what it is called.
_REFERENCES: Mapping[str, tuple[re.Pattern[str], str]] = {
    "shopify": (re.compile(r"\d{1,20}"), "the number of a Shopify variant"),
    "stripe": (re.compile(r"https://\S+"), "a payment link"),
}


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file that belongs to a page. `path` is the store's own."""

    path: str
    data: bytes


def price_path(page_path: str, ending: str = ".json") -> str:
    """("/es/products/rivera/") → "/prices/rivera.json": the same for all of a product's pages."""
    return f"/prices/{page_path.rstrip('/').rsplit('/', 1)[-1]}{ending}"


def price_files(page: PageInput, site: SitePlan, view: PageView, key: str | None) -> Iterator[DataFile]:
    """The files of a product's page in the default locale; nothing for other pages. `key` signs prices."""
    configuration = site.configuration
    if page.type != "product" or page.locale != configuration.default_locale:
        return
    content: ProductContent = view["content"]
    document = _document(content, configuration.store_id, key)
    if configuration.checkout == "snipcart":
        path = price_path(page.path, ".snipcart.json")
        url = absolute_address(configuration.base_url, path) if configuration.base_url else site.addresses.href(path)
        document["validation_url"] = url
        yield DataFile(path, orjson.dumps(_for_snipcart(content, url)))
    yield DataFile(price_path(page.path), orjson.dumps(document))


def not_orderable(page: PageInput, configuration: StoreConfiguration, view: PageView) -> list[str]:
    """For the report card, in words: whether the checkout elsewhere would not know some of the product's versions."""
    if page.type != "product" or page.locale != configuration.default_locale:
        return []
    form, name = _REFERENCES.get(configuration.checkout, (None, ""))
    variants: Sequence[VariantView] = view["content"]["variants"]
    unknown = [one for one in variants if form and not form.fullmatch(one["checkout_ref"] or "")]
    if not unknown:
        return []
    named = ", ".join(one["sku"] or one["id"] for one in unknown[:3])
    more = f" and {len(unknown) - 3} more" if len(unknown) > 3 else ""
    return [f"warning: Nobody can order {named}{more}: checkout_ref is not {name}."]


def _document(content: ProductContent, store_id: str, key: str | None) -> dict[str, Any]:
    document: dict[str, Any] = {
        "id": content["id"],
        "name": content["name"],
        "variants": [_variant(one) for one in content["variants"]],
    }
    document["version"] = digest_of(orjson.dumps(document))[:_VERSION_LENGTH]
    for variant in document["variants"] if key else ():
        if variant["availability"] == "in_stock":
            variant["signed_price"] = signed_price(key or "", _statement(document, variant, store_id))
    return document


def _variant(variant: VariantView) -> dict[str, Any]:
    told = {
        "id": variant["id"],
        "name": variant["name"],
        "sku": variant["sku"],
        "price": variant["price"]["amount"],
        "currency": variant["price"]["currency"],
        "availability": "in_stock" if variant["in_stock"] else "out_of_stock",
        "checkout_ref": variant["checkout_ref"],
    }
    return {name: value for name, value in told.items() if value is not None}


def _statement(document: Mapping[str, Any], variant: Mapping[str, str], store_id: str) -> dict[str, str]:
    return {
        "store": store_id,
        "product": document["id"],
        "variant": variant["id"],
        "price": variant["price"],
        "currency": variant["currency"],
        "version": document["version"],
    }


def _for_snipcart(content: ProductContent, url: str) -> list[dict[str, Any]]:
    """docs.snipcart.com/v3/setup/order-validation, "JSON crawler". Who is not listed can't be bought."""
    return [
        {"id": f"{content['id']}|{one['id']}", "price": float(one["price"]["amount"]), "url": url}
        for one in content["variants"]
        if one["in_stock"]
    ]
