"""What the shop promises beside every product: delivery and returns, in one line each."""

from __future__ import annotations

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
    first = terms[0]
    values = {
        "country": country_name(first.country, context.locale),
        "from": first.handling_days_min + first.transit_days_min,
        "to": first.handling_days_max + first.transit_days_max,
    }
    if not first.price:
        return context.texts("shipping.free", **values)
    price = money(plain_amount(first.price, configuration.currency), configuration.currency, context.locale)
    return context.texts("shipping.paid", price=price, **values)


def returns_text(context: PageContext) -> str | None:
    terms = context.configuration.returns
    if terms is None:
        return None
    if not terms.days:
        return context.texts("returns.none")
    return context.texts("returns.free" if terms.free else "returns.paid", count=terms.days)
