"""The shop's terms in markup: returning goods, and shipping them."""

from __future__ import annotations

from collections.abc import Sequence

from storefront.catalogue.models import ReturnTerms, ShippingTerms
from storefront.seo.amounts import plain_amount
from storefront.seo.json_ld import Node, node, schema


def offer_terms(returns: ReturnTerms | None, shipping: Sequence[ShippingTerms], currency: str) -> Node:
    """What every offer of a page says alike: properties of an Offer, made once."""
    return {
        "hasMerchantReturnPolicy": return_policy(returns) if returns else None,
        "shippingDetails": [shipping_details(terms, currency) for terms in shipping],
    }


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
        **_where_and_how_much(terms, currency),
        deliveryTime=node(
            "ShippingDeliveryTime",
            handlingTime=_days(terms.handling_days_min, terms.handling_days_max),
            transitTime=_days(terms.transit_days_min, terms.transit_days_max),
        ),
    )


def _where_and_how_much(terms: ShippingTerms, currency: str) -> Node:
    return {
        "shippingDestination": node("DefinedRegion", addressCountry=terms.country),
        "shippingRate": node("MonetaryAmount", value=plain_amount(terms.price, currency), currency=currency),
    }


def _days(low: int, high: int) -> Node:
    return node("QuantitativeValue", minValue=min(low, high), maxValue=max(low, high), unitCode="DAY")


def shipping_service(terms: ShippingTerms, currency: str) -> Node:
    """The same promise made once for the whole shop (Organization.hasShippingService)."""
    conditions = node(
        "ShippingConditions",
        **_where_and_how_much(terms, currency),
        transitTime=node("ServicePeriod", duration=_days(terms.transit_days_min, terms.transit_days_max)),
    )
    handling = node("ServicePeriod", duration=_days(terms.handling_days_min, terms.handling_days_max))
    return node("ShippingService", handlingTime=handling, shippingConditions=conditions)
