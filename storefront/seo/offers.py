"""Offers: price, availability and terms of what is sold."""

from __future__ import annotations

from decimal import Decimal

from storefront.catalogue.models import Product, Variant
from storefront.seo.amounts import plain_amount
from storefront.seo.json_ld import Node, node, schema


def can_be_bought(product: Product, variant: Variant | None = None) -> bool:
    """In stock, for page and markup alike: a product out of stock has no variant in stock."""
    return product.in_stock and (variant is None or variant.in_stock)


def prices(product: Product, variant: Variant | None = None) -> tuple[Decimal, Decimal | None]:
    """What is asked, and what was asked before if that was more. A variant with a price of its own borrows none."""
    own = variant if variant and (variant.price or variant.compare_at_price) else None
    price = (own and own.price) or product.price
    former = own.compare_at_price if own else product.compare_at_price
    return price, former if former is not None and former > price else None


def offer(product: Product, variant: Variant | None, *, url: str, currency: str, terms: Node) -> Node:
    """An Offer for one variant, or for a product without variants. `terms` are terms.offer_terms."""
    price, former = prices(product, variant)
    return node(
        "Offer",
        url=url,
        price=plain_amount(price, currency),
        priceCurrency=currency,
        priceSpecification=_former_price(former, currency) if former else None,
        availability=schema("InStock" if can_be_bought(product, variant) else "OutOfStock"),
        itemCondition=schema("NewCondition"),
        **terms,
    )


def _former_price(price: Decimal, currency: str) -> Node:
    return node(
        "UnitPriceSpecification",
        priceType=schema("StrikethroughPrice"),
        price=plain_amount(price, currency),
        priceCurrency=currency,
    )
