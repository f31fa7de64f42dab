"""Paths of a store's pages: the default locale's at the root, the others below their code. The one place they are made.

A path is the store's own ("/es/products/x/"); an href has the path of the store's base address before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from storefront.seo.addresses import prefix_of

FIXED = {
    "home": "",
    "shop": "shop",
    "search": "search",
    "cart": "cart",
    "checkout": "checkout",
    "brands": "brands",
    "collections": "collections",
    "size_guide": "size-guide",
    "face_shape_guide": "face-shape-guide",
    "about": "about",
    "contact": "contact",
    "compare": "compare",
    "wishlist": "wishlist",
    "offline": "offline",
}
NOT_FOUND = "/404.html"
FACET_FOLDERS = ("shape", "colour", "material", "gender")  # below a list, those of its facet pages
_LISTING_PAGE = re.compile(r"page-\d+")


@dataclass(frozen=True, slots=True)
class Addresses:
    """Makes the paths of one store. `prefix` is the path of its base address: "" or "/frames"."""

    default_locale: str
    locales: tuple[str, ...]
    prefix: str = ""

    @classmethod
    def of(cls, base_url: str, default_locale: str, locales: Iterable[str]) -> Addresses:
        """The default locale comes first, whether it was listed or not."""
        return cls(default_locale, tuple(dict.fromkeys([default_locale, *locales])), prefix_of(base_url))

    def path(self, locale: str, *parts: str) -> str:
        """`("es", "products", "rivera")` → "/es/products/rivera/"."""
        language = [] if locale == self.default_locale else [locale]
        return "/" + "".join(f"{part}/" for part in [*language, *parts] if part)

    def fixed(self, locale: str, page: str) -> str:
        return self.path(locale, FIXED[page])

    def href(self, path: str) -> str:
        return self.prefix + path

    def versions(self, *parts: str) -> dict[str, str]:
        """One page's path in every locale."""
        return {locale: self.path(locale, *parts) for locale in self.locales}


def listing_parts(parts: tuple[str, ...], number: int) -> tuple[str, ...]:
    """The parts of a listing's page `number`, which counts from 1."""
    return parts if number == 1 else (*parts, f"page-{number}")


def unique_slug(wanted: str, taken: set[str]) -> str:
    """The slug, or with the first number that is free ("rivera-2"); remembers it as taken.

    A slug that looks like a listing's page ("page-2") gets a number too, and so no longer does.
    """
    slug, number = wanted, 1
    while slug in taken or _LISTING_PAGE.fullmatch(slug):
        number += 1
        slug = f"{wanted}-{number}"
    taken.add(slug)
    return slug
