"""The shop itself in markup: who sells, from where, on which terms."""

from __future__ import annotations

import re

from storefront.catalogue.models import Address, StoreConfiguration
from storefront.seo.json_ld import Node, node
from storefront.seo.terms import return_policy, shipping_service

# "Mo-Fr 09:00-18:00", "Sa 10:00-14:00": other writings are for people only.
_DAY = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_OPENING_HOURS = re.compile(rf"{_DAY}(?:[-,]{_DAY})* \d\d:\d\d-\d\d:\d\d")


def store_markup(configuration: StoreConfiguration, url: str, logo: str | None = None, description: str = "") -> Node:
    """The shop as OnlineStore; one with a street address is an Optician one can walk into as well.

    `url` is the store's public start page, `logo` an absolute address. Belongs on the start page.
    """
    address = configuration.address
    has_premises = bool(address.street and address.city)
    hours = [text for text in configuration.opening_hours if _OPENING_HOURS.fullmatch(text)]
    return node(
        ["OnlineStore", "Optician"] if has_premises else "OnlineStore",
        **{"@id": store_id(url)},
        name=configuration.store_name,
        url=url,
        logo=logo,
        image=logo if has_premises else None,
        description=description or configuration.store_description,
        email=configuration.contact_email,
        telephone=configuration.phone,
        address=_address(address),
        openingHours=hours if has_premises else None,
        hasMerchantReturnPolicy=return_policy(configuration.returns) if configuration.returns else None,
        hasShippingService=[shipping_service(terms, configuration.currency) for terms in configuration.shipping],
    )


def store_id(url: str) -> str:
    """What other nodes of the store name the shop by."""
    return f"{url}#store"


def _address(address: Address) -> Node | None:
    if not (address.city or address.street):
        return None
    return node(
        "PostalAddress",
        streetAddress=address.street,
        postalCode=address.postcode,
        addressLocality=address.city,
        addressCountry=address.country,
    )
