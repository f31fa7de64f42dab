"""What a page states besides its visible text: the product of its structured data, and the cart's data attributes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson

from storefront.seo.page_audit.document import Document, attribute
from storefront.seo.page_audit.product_facts import StatedOffer

Markup = dict[str, Any]

_JSON_LD = "application/ld+json"


def markup_of(document: Document) -> Markup | None:
    """The page's Product or ProductGroup. Raises ValueError for a block that is no JSON."""
    for script in document.all("script"):
        if attribute(script, "type") == _JSON_LD:
            read = orjson.loads(script.text())
            for node in read.get("@graph", [read]) if isinstance(read, dict) else []:
                if isinstance(node, dict) and node.get("@type") in ("Product", "ProductGroup"):
                    return node
    return None


def markup_offers(product: Markup) -> Iterator[StatedOffer]:
    """Of every variant, or of the product alone."""
    for node in product.get("hasVariant") or [product]:
        offer = node.get("offers") or {}
        yield StatedOffer(
            "The markup",
            _variant_in(str(offer.get("url", ""))),
            str(offer.get("price", "")),
            str(offer.get("priceCurrency", "")),
            offer.get("availability") == "https://schema.org/InStock",
            str(node.get("name") or product.get("name") or ""),
        )


def cart_offers(document: Document) -> Iterator[StatedOffer]:
    """Of the controls that put a variant into the cart."""
    for control in document.tree.css("[data-amount][data-currency]"):
        stock = attribute(control, "data-stock")
        yield StatedOffer(
            "The cart's data",
            attribute(control, "value") or attribute(control, "data-variant") or "",
            attribute(control, "data-amount") or "",
            attribute(control, "data-currency") or "",
            None if stock is None else stock == "1",
            price_text=attribute(control, "data-price") or "",
        )


def _variant_in(address: str) -> str:
    return parse_qs(urlsplit(address).query).get("variant", [""])[0]
