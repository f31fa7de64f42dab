"""Where on a store's pages each component is found: the showcase takes it from there as it is."""

from __future__ import annotations

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from storefront.rendering.theme_show.cases import CASES


@dataclass(frozen=True, slots=True)
class Component:
    """`page` is a path of the default locale; "{product}" stands for a product's, "{category}" for a listing's."""

    name: str
    page: str
    selector: str


_PRODUCT, _LISTING = "/products/{product}/", "/shop/"
COMPONENTS = (
    Component("Header and navigation", "/", "header"),
    Component("Breadcrumbs", _PRODUCT, "nav.breadcrumbs"),
    Component("Hero", "/", "main > section"),
    *(Component(f"Card: {case}", f"/products/case-{case}/", "card") for case in CASES),
    Component("Cards", _LISTING, "[data-results]"),
    Component("Filters", _LISTING, "[data-filters]"),
    Component("Pagination", _LISTING, "[data-pages]"),
    Component("Gallery", _PRODUCT, "[data-gallery]"),
    Component("Buying", _PRODUCT, "[data-buy]"),
    Component("Size", _PRODUCT, ".size-diagram"),
    Component("Versions", _PRODUCT, "[data-versions]"),
    Component("Face shapes", _PRODUCT, "[data-compatibility-scores]"),
    Component("Reviews", _PRODUCT, ".reviews"),
    Component("Recommended", _PRODUCT, "[data-recommended-products], .recommended-products"),
    Component("Size guide", "/size-guide/", "main"),
    Component("Checkout", "/checkout/", "form"),
    Component("Footer", "/", "footer"),
)


def found(html: str, selector: str) -> str | None:
    """The first element that the selector finds, as it is written."""
    node = LexborHTMLParser(html).css_first(selector)
    return node.html if node is not None else None


def card_of(html: str, slug: str) -> str | None:
    """The card of a product in a listing: the nearest article, or list entry, around its link."""
    node: LexborNode | None = LexborHTMLParser(html).css_first(f'[data-results] a[href$="/products/{slug}/"]')
    while node is not None and node.tag not in ("article", "li"):
        node = node.parent
    return node.html if node is not None else None
