"""Offers: price, availability, return policy and shipping of what is sold."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal

from babel.numbers import get_currency_precision

from storefront.catalogue.models import Product, ReturnTerms, ShippingTerms, Variant
from storefront.seo.json_ld import Node, node, schema


def plain_amount(amount: Decimal, currency: str) -> str:
    """A price as markup wants it, with the currency's decimals: "149.00" EUR, "18000" JPY."""
    step = Decimal(1).scaleb(-get_currency_precision(currency))
    return str(amount.quantize(step, ROUND_HALF_EVEN))  # rounds like Babel, which writes the visible price


def can_be_bought(product: Product, variant: Variant | None = None) -> bool:
    """In stock, for page and markup alike: a product out of stock has no variant in stock."""
    return product.in_stock and (variant is None or variant.in_stock)


def prices(product: Product, variant: Variant | None = None) -> tuple[Decimal, Decimal | None]:
    """What is asked, and the higher price asked before, if it was one. A variant's own price has its own former one."""
    own = variant if variant is not None and variant.price is not None else None
    price = own.price if own and own.price is not None else product.price
    former = own.compare_at_price if own else product.compare_at_price
    return price, former if former is not None and former > price else None


def offer(
    product: Product,
    variant: Variant | None,
    *,
    url: str,
    currency: str,
    returns: ReturnTerms | None,
    shipping: Sequence[ShippingTerms],
) -> Node:
    """An Offer for one variant, or for a product without variants."""
    price, former = prices(product, variant)
    return node(
        "Offer",
        url=url,
        price=plain_amount(price, currency),
        priceCurrency=currency,
        priceSpecification=_former_price(former, currency) if former else None,
        availability=schema("InStock" if can_be_bought(product, variant) else "OutOfStock"),
        itemCondition=schema("NewCondition"),
        hasMerchantReturnPolicy=return_policy(returns) if returns else None,
        shippingDetails=[shipping_details(terms, currency) for terms in shipping],
    )


def _former_price(price: Decimal, currency: str) -> Node:
    return node(
        "UnitPriceSpecification",
        priceType=schema("StrikethroughPrice"),
        price=plain_amount(price, currency),
        priceCurrency=currency,
    )


def return_policy(terms: ReturnTerms) -> Node:
    """Days 0 says that goods can't be returned."""
    if not terms.days:
        kind = schema("MerchantReturnNotPermitted")
        return node("MerchantReturnPolicy", applicableCountry=terms.country, returnPolicyCategory=kind)
    return node(
        "MerchantReturnPolicy",
        applicableCountry=terms.country,
        returnPolicyCategory=schema("MerchantReturnFiniteReturnWindow"),
        merchantReturnDays=terms.days,
        returnMethod=schema("ReturnByMail"),
        returnFees=schema("FreeReturn" if terms.free else "ReturnFeesCustomerResponsibility"),
    )


def shipping_details(terms: ShippingTerms, currency: str) -> Node:
    return node(
        "OfferShippingDetails",
        shippingDestination=node("DefinedRegion", addressCountry=terms.country),
        shippingRate=node("MonetaryAmount", value=plain_amount(terms.price, currency), currency=currency),
        deliveryTime=node(
            "ShippingDeliveryTime",
            handlingTime=_days(terms.handling_days_min, terms.handling_days_max),
            transitTime=_days(terms.transit_days_min, terms.transit_days_max),
        ),
    )


def _days(low: int, high: int) -> Node:
    return node("QuantitativeValue", minValue=min(low, high), maxValue=max(low, high), unitCode="DAY")
