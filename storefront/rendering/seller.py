"""The shop's terms as its feeds tell them."""

from __future__ import annotations

from storefront.catalogue.models import ShippingTerms, StoreConfiguration
from storefront.seo.amounts import plain_amount
from storefront.seo.feeds.seller import Delivery, Seller


def seller_of(configuration: StoreConfiguration) -> Seller:
    return Seller(
        currency=configuration.currency,
        country=configuration.country,
        email=configuration.contact_email,
        return_days=configuration.returns.days if configuration.returns else None,
        deliveries=tuple(_delivery(terms, configuration.currency) for terms in configuration.shipping),
        policies={policy.kind: policy.slug for policy in reversed(configuration.policies)},
    )


def _delivery(terms: ShippingTerms, currency: str) -> Delivery:
    return Delivery(
        terms.country,
        plain_amount(terms.price, currency),
        (terms.handling_days_min, terms.handling_days_max),
        (terms.transit_days_min, terms.transit_days_max),
    )
