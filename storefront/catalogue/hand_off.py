"""Whether a store can hand its orders over: what each way of checking out needs to be told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from storefront.catalogue.models import StoreConfiguration
from storefront.errors import RequestInvalid

_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?", re.IGNORECASE)
_SNIPCART_KEY = re.compile(r"[A-Za-z0-9+/=_-]{8,}")  # it goes into an address and an attribute

_ADDRESS_WANTED: Mapping[str, str] = {
    "link": "Set checkout_url to the address of the payment page, beginning with https://.",
    "shopify": "Set checkout_url to the shop's address, such as https://my-shop.myshopify.com.",
    "post": "Set checkout_url to the endpoint that takes the orders, such as https://shop.example/orders.",
}


def refuse_unusable_checkout(configuration: StoreConfiguration) -> None:
    """Raises RequestInvalid, which names the setting, when orders could not be handed over."""
    checkout = configuration.checkout
    if checkout in _ADDRESS_WANTED and not origin_of(configuration.checkout_url):
        given = f"{configuration.checkout_url!r} is none" if configuration.checkout_url else "there is none"
        raise RequestInvalid(
            f'The store\'s checkout "{checkout}" needs an https address in checkout_url, and {given}.',
            remedy=_ADDRESS_WANTED[checkout],
        )
    if checkout == "snipcart" and not _SNIPCART_KEY.fullmatch(configuration.snipcart_key):
        raise RequestInvalid(
            'The store\'s checkout "snipcart" needs the public key of an account in snipcart_key.',
            remedy="Copy the public API key from Snipcart's dashboard, under Account, API keys.",
        )


def checkout_warnings(configuration: StoreConfiguration) -> list[str]:
    """What refuse_unusable_checkout would say."""
    try:
        refuse_unusable_checkout(configuration)
    except RequestInvalid as error:
        return [str(error)]
    return []


def origin_of(address: str) -> str:
    """ "https://shop.example/orders?x=1" → "https://shop.example"; "" for anything that is not such an address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"https://{parts.netloc}" if parts.scheme == "https" and _HOST.fullmatch(parts.netloc) else ""
