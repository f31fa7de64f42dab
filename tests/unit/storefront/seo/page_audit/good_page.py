"""A small product page without a fault, and what it was made from; the tests plant one fault each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from storefront.seo.page_audit.audit import Expected, audit
from storefront.seo.page_audit.product_facts import OfferFacts, ProductFacts, RatingFacts, StatedOffer

MARKUP = (
    '{"@context":"https://schema.org","@graph":[{"@type":"ProductGroup","name":"Alba","hasVariant":['
    '{"@type":"Product","name":"Alba – red","offers":{"@type":"Offer","url":"https://x.example/products/alba/?variant=a",'
    '"price":"149.00","priceCurrency":"EUR","availability":"https://schema.org/InStock"}},'
    '{"@type":"Product","name":"Alba – blue","offers":{"@type":"Offer","url":"https://x.example/products/alba/?variant=b",'
    '"price":"99.00","priceCurrency":"EUR","availability":"https://schema.org/OutOfStock"}}],'
    '"aggregateRating":{"@type":"AggregateRating","ratingValue":"4.5","reviewCount":2}},{"@type":"BreadcrumbList"}]}'
)
GOOD = f"""<!doctype html>
<html lang="en"><head><title>Alba | Optik</title><meta name="description" content="A frame">
<link rel="stylesheet" href="/assets/styles.1.css"><link rel="icon" href="/icon.svg">
<script type="application/ld+json">{MARKUP}</script><script type="module" src="/assets/main.1.js"></script></head>
<body><nav><a href="/shop/?shape=round#list">Shop</a><a href="https://elsewhere.example/">Elsewhere</a></nav>
<main><h1>Alba</h1><img src="/images/1.jpg" alt="Alba"><p>€149.00</p><p>In stock</p><p>4.5 of 5</p>
<form><label><input type="radio" value="a" checked data-amount="149.00" data-currency="EUR" data-stock="1"
data-price="€149.00">red</label><label><input type="radio" value="b" data-amount="99.00" data-currency="EUR"
data-stock="0">blue</label><button type="submit">Add</button></form><h2 id="versions">Versions</h2><p>€99.00</p>
<h2>Related</h2><ul><li><a href="/products/bora/">Bora</a> <img src="/images/2.jpg" alt=""> €120.00</li></ul>
</main></body></html>
"""

FACTS = ProductFacts(
    name="Alba",
    offers={
        "a": OfferFacts("149.00", "EUR", "€149.00", True, "In stock"),
        "b": OfferFacts("99.00", "EUR", "€99.00", False, "Out of stock"),
    },
    rating=RatingFacts("4.5", 2, "4.5"),
    elsewhere=(StatedOffer("The feed", "a", "149.00", "EUR", True, "Alba – red"),),
    addresses=frozenset({"/products/bora/"}),
)
EXPECTED = Expected("product", "en", "Alba | Optik", "A frame", "", lambda: "Alba", FACTS)


def problems(html: str = GOOD, **changes: Any) -> list[str]:
    """`changes` are of what is expected; those of ProductFacts' own fields go into the product."""
    facts = {name: changes.pop(name) for name in list(changes) if name in FACTS.__dataclass_fields__}
    product = replace(FACTS, **facts) if changes.get("product", True) else None
    expected = replace(EXPECTED, **{**changes, "product": product})
    return audit(html, html.encode(), expected).problems


def faulty(old: str, new: str, **changes: Any) -> list[str]:
    """The problems of the good page with one thing in place of another."""
    assert old in GOOD
    return problems(GOOD.replace(old, new), **changes)
