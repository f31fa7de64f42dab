"""What the shop promises beside every product: delivery and returns, in one line each."""

from __future__ import annotations

from storefront.catalogue.models import ShippingTerms
from storefront.rendering.formatting import money
from storefront.rendering.languages import country_name
from storefront.rendering.view_models.context import PageContext
from storefront.seo.amounts import plain_amount


def shipping_text(context: PageContext) -> str | None:
    """Of the terms for the store's own country, else the first."""
    configuration = context.configuration
    terms = sorted(configuration.shipping, key=lambda one: one.country != configuration.country)
    if not terms:
        return None
    return delivery_text(context, terms[0])


def delivery_text(context: PageContext, terms: ShippingTerms) -> str:
    currency = context.configuration.currency
    values = {
        "country": country_name(terms.country, context.locale),
        "from": terms.handling_days_min + terms.transit_days_min,
        "to": terms.handling_days_max + terms.transit_days_max,
    }
    if not terms.price:
        return context.texts("shipping.free", **values)
    price = money(plain_amount(terms.price, currency), currency, context.locale)
    return context.texts("shipping.paid", price=price, **values)


def returns_text(context: PageContext) -> str | None:
    terms = context.configuration.returns
    if terms is None:
        return None
    if not terms.days:
        return context.texts("returns.none")
    return context.texts("returns.free" if terms.free else "returns.paid", count=terms.days)
