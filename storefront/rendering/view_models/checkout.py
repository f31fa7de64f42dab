"""How a cart becomes an order: who takes it, where, and what the page's policy has to allow for that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from storefront.catalogue.hand_off import origin_of
from storefront.catalogue.models import StoreConfiguration
from storefront.rendering.contract import CheckoutContent, Delivery
from storefront.rendering.languages import country_name
from storefront.rendering.view_models.context import PageContext
from storefront.rendering.view_models.terms import delivery_text

Mode = Literal["email", "link", "contact", "shopify", "snipcart", "stripe", "post"]

# What Snipcart's own cart loads. Its templates are compiled and styled in the browser, which its page alone allows.
_SNIPCART: Mapping[str, str] = {
    "script-src": "'self' https://cdn.snipcart.com 'unsafe-eval'",
    "style-src": "'self' https://cdn.snipcart.com 'unsafe-inline'",
    "img-src": "'self' data: https://cdn.snipcart.com",
    "font-src": "'self' https://cdn.snipcart.com",
    "connect-src": "'self' https://cdn.snipcart.com https://app.snipcart.com https://payment.snipcart.com",
    "frame-src": "https://app.snipcart.com https://payment.snipcart.com",
}


def checkout_content(context: PageContext) -> CheckoutContent:
    configuration = context.configuration
    countries = [terms.country for terms in configuration.shipping] or [configuration.country]
    mode, action_url = hand_off(configuration)
    return {
        "mode": mode,
        "action_url": action_url,
        "key": configuration.snipcart_key if mode == "snipcart" else "",
        "countries": sorted({country_name(country, context.locale) for country in countries}),
        "deliveries": deliveries(context),
    }


def deliveries(context: PageContext) -> list[Delivery]:
    """What delivery costs and how long it takes, once for each country."""
    told = {terms.country: terms for terms in reversed(context.configuration.shipping)}
    return [
        {"country": country_name(country, context.locale), "text": delivery_text(context, terms)}
        for country, terms in sorted(told.items())
    ]


def hand_off(configuration: StoreConfiguration) -> tuple[Mode, str]:
    """Who takes the order, and at which address. Settings that could not work are as good as none: then by e-mail."""
    checkout, address = configuration.checkout, configuration.checkout_url
    if checkout == "snipcart" and configuration.snipcart_key:
        return "snipcart", ""
    if checkout == "stripe":
        return "stripe", ""
    if checkout == "shopify" and origin_of(address):
        return "shopify", origin_of(address)
    if checkout in ("link", "post") and origin_of(address):
        return checkout, address
    if configuration.contact_email:
        return "email", f"mailto:{configuration.contact_email}"
    return "contact", ""


def checkout_sources(configuration: StoreConfiguration) -> Mapping[str, str]:
    """Directives of the checkout page's content security policy that differ from other pages'."""
    mode, address = hand_off(configuration)
    if mode == "post":
        return {"form-action": f"'self' {origin_of(address)}"}
    return _SNIPCART if mode == "snipcart" else {}
