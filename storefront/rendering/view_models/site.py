"""What is the same on every page of a locale. Made once, while planning."""

from __future__ import annotations

from collections.abc import Mapping

from storefront.catalogue.models import Policy, PolicyTexts, StoreConfiguration, StoreTexts
from storefront.imaging.models import MediaFacts
from storefront.rendering.addresses import Addresses
from storefront.rendering.contract import Link, NavigationItem, Picture, Site, Urls
from storefront.rendering.palette import palette_of
from storefront.rendering.view_models.pages import address_lines, phone_url
from storefront.rendering.view_models.pictures import picture

ICON = "icon.svg"
SERVICE_WORKER = "/service-worker.js"


def site_view(
    configuration: StoreConfiguration,
    *,
    locale: str,
    addresses: Addresses,
    navigation: list[NavigationItem],
    assets: Mapping[str, str],
    search_index: str,
    manifest: str,
    logo: MediaFacts | None = None,
) -> Site:
    """`assets`, `search_index` and `manifest` are addresses with the base path."""
    own = configuration.translations.get(locale, StoreTexts())
    description = own.store_description or configuration.store_description
    return {
        "name": configuration.store_name,
        "logo": _logo(logo, configuration.store_name, addresses.prefix) if logo else None,
        "tagline": own.site_description or configuration.site_description or description,
        "description": description,
        "navigation": navigation,
        "policies": policy_links(configuration, locale, addresses),
        "urls": _urls(configuration, locale, addresses, assets.get(ICON, ""), search_index, manifest),
        "email": configuration.contact_email,
        "phone": configuration.phone,
        "phone_url": phone_url(configuration.phone),
        "address_lines": address_lines(configuration.address, locale),
        "opening_hours": configuration.opening_hours,
        "currency": configuration.currency,
        "country": configuration.country,
        "face_shapes_enabled": configuration.enable_face_shape_filter,
    }


def _logo(file: MediaFacts, name: str, prefix: str) -> Picture:
    """With nothing behind it while it loads: its colour would be a box in the header."""
    return {**picture(file, name, prefix), "placeholder_class": ""}


def policy_texts(policy: Policy, locale: str) -> PolicyTexts:
    return policy.translations.get(locale, policy)


def policy_links(configuration: StoreConfiguration, locale: str, addresses: Addresses) -> list[Link]:
    return [
        {
            "label": policy_texts(policy, locale).title,
            "url": addresses.href(addresses.path(locale, "policies", policy.slug)),
        }
        for policy in configuration.policies
    ]


def _urls(
    configuration: StoreConfiguration,
    locale: str,
    addresses: Addresses,
    icon: str,
    search_index: str,
    manifest: str,
) -> Urls:
    def fixed(page: str) -> str:
        return addresses.href(addresses.fixed(locale, page))

    colours = palette_of(configuration)
    return {
        "home": fixed("home"),
        "search": fixed("search"),
        "cart": fixed("cart"),
        "checkout": fixed("checkout"),
        "brands": fixed("brands"),
        "size_guide": fixed("size_guide"),
        "face_shape_guide": fixed("face_shape_guide"),
        "about": fixed("about"),
        "contact": fixed("contact"),
        "compare": fixed("compare"),
        "wishlist": fixed("wishlist"),
        "manifest": manifest,
        "service_worker": addresses.href(SERVICE_WORKER),
        "search_index": search_index,
        "icon": icon,
        "theme_colour": colours.light["background"],
        "theme_colour_dark": colours.dark["background"] if colours.dark else "",
    }
