"""Pages without products: cart and checkout hand-off, terms, about, contact, not found."""

from __future__ import annotations

import re
from typing import Any

from storefront.catalogue.models import Address
from storefront.rendering.contract import (
    AboutContent,
    CompareContent,
    ContactContent,
    NotFoundContent,
    PolicyContent,
)
from storefront.rendering.languages import country_name
from storefront.rendering.sanitise import rich_text
from storefront.rendering.view_models.context import PageContext

_MOST_COMPARED = 4  # side by side on a screen


def cart_content(context: PageContext) -> dict[str, Any]:  # noqa: ARG001  # every page's content is made alike
    return {}


def compare_content(context: PageContext) -> CompareContent:  # noqa: ARG001  # as above
    return {"most": _MOST_COMPARED}


def wishlist_content(context: PageContext) -> dict[str, Any]:  # noqa: ARG001  # as above
    return {}


def offline_content(context: PageContext) -> dict[str, Any]:  # noqa: ARG001  # as above
    return {}


def policy_content(context: PageContext) -> PolicyContent:
    data = context.data
    others = [
        link
        for link in context.plan.sites[context.locale]["policies"]
        if link["url"] != context.href(context.page.path)
    ]
    return {"title": data["title"], "body": rich_text(data["body"], headings=True), "others": others}


def about_content(context: PageContext) -> AboutContent:
    own, configuration = context.store_texts, context.configuration
    words = own.about or configuration.about or own.store_description or configuration.store_description
    title = context.texts("page.about", name=configuration.store_name)
    return {"title": title, "body": rich_text(words, headings=True)}


def contact_content(context: PageContext) -> ContactContent:
    configuration = context.configuration
    return {
        "email": configuration.contact_email,
        "phone": configuration.phone,
        "phone_url": phone_url(configuration.phone),
        "address_lines": address_lines(configuration.address, context.locale),
        "opening_hours": configuration.opening_hours,
    }


def phone_url(phone: str) -> str:
    """ "+34 (91) 123 45 67" → "tel:+34911234567"; "" without a number."""
    digits = re.sub(r"[^\d+]", "", phone)
    return f"tel:{digits}" if digits else ""


def address_lines(address: Address, locale: str) -> list[str]:
    country = country_name(address.country, locale) if address.country else ""
    lines = [address.street, f"{address.postcode} {address.city}".strip(), country]
    return [line for line in lines if line]


def not_found_content(context: PageContext) -> NotFoundContent:
    navigation = context.plan.sites[context.locale]["navigation"]
    return {"links": [{"label": item["label"], "url": item["url"]} for item in navigation]}
