"""Brands and categories made from the names that products carry, for sources that have no records of them."""

from __future__ import annotations

from storefront.catalogue.models import Brand, Category
from storefront.catalogue.normalising import plain_text
from storefront.catalogue.slugs import slugify

_LEVEL = "--"  # between the slugs of a category's path; no slug contains it, and it is harmless in addresses


class Taxonomy:
    """Collects what an import met. Names that differ only in case or accents are one; the first spelling stays."""

    def __init__(self) -> None:
        self.brands: dict[str, Brand] = {}
        self.categories: dict[str, Category] = {}

    def brand_id(self, name: str) -> str | None:
        """The id of the brand of this name, remembered; None when no address can be made of the name."""
        text = plain_text(name)[:200]
        slug = slugify(text)
        if not slug:
            return None
        self.brands.setdefault(slug, Brand(id=slug, slug=slug, name=text))
        return slug

    def category_id(self, path: tuple[str, ...]) -> str | None:
        """The id of the last category of a path such as ("Clothing", "Hoodies"), its parents remembered too."""
        parent: str | None = None
        for name in path:
            text = plain_text(name)[:200]
            slug = slugify(text)
            if not slug:
                continue
            identity = f"{parent}{_LEVEL}{slug}" if parent else slug
            self.categories.setdefault(identity, Category(id=identity, slug=slug, name=text, parent_id=parent))
            parent = identity
        return parent


def category_paths(text: str, *, separator: str = ",", level: str = ">") -> list[tuple[str, ...]]:
    """Paths from a cell: "Clothing > Hoodies, Sale" gives ("Clothing", "Hoodies") and ("Sale",)."""
    cells = (cell.split(level) for cell in text.split(separator))
    paths = (tuple(name for name in (part.strip() for part in cell) if name) for cell in cells)
    return [path for path in dict.fromkeys(paths) if path]
