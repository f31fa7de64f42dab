"""Brands as pages need them: by id, with a slug of their own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from storefront.catalogue.models import Brand
from storefront.rendering.addresses import unique_slug


@dataclass(frozen=True, slots=True)
class ShelfBrand:
    brand: Brand
    slug: str

    @property
    def parts(self) -> tuple[str, ...]:
        return ("brands", self.slug)

    def description(self, locale: str) -> str:
        return self.brand.translations.get(locale, self.brand.description)


def shelve(brands: Iterable[Brand]) -> dict[str, ShelfBrand]:
    """By brand id, sorted by name. Two brands with one slug are numbered."""
    taken: set[str] = set()
    ordered = sorted(brands, key=lambda brand: (brand.name.casefold(), brand.id))
    return {brand.id: ShelfBrand(brand, unique_slug(brand.slug, taken)) for brand in ordered}
