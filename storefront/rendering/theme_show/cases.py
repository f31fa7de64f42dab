"""Products that are hard to show: no photo, sold out, names that are long, from right to left, or look like markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from storefront.catalogue.models import Product
from storefront.rendering.theme_dev.material import Material

_LONG = "Bartholomew Featherstonehaugh-Cholmondeley Limited Anniversary Edition in Brushed Titanium"
_BARE: dict[str, Any] = {
    "media": [],
    "variants": [],
    "reviews": [],
    "size": None,
    "shape": None,
    "material": None,
    "gender": None,
    "brand_id": None,
    "summary": None,
    "description": "",
    "compare_at_price": None,
    "translations": {},
}
CASES: dict[str, dict[str, Any]] = {
    "bare": {"name": "Bare", **_BARE},
    "sold-out": {"name": "Sold out", "in_stock": False},
    "long-name": {"name": _LONG},
    "right-to-left": {"name": "نظارة شمسية كلاسيكية"},
    "hostile": {"name": "Dolce & Gabbana's <b>Ørgreen</b> {{ 7*7 }}"},
}


def with_cases(material: Material, products: int = 24) -> Material:
    """The first of the products, and the hard cases at their head."""
    some = list(material.products)[:products]
    return replace(material, products=[*_cases(some), *some])


def _cases(products: Sequence[Product]) -> Iterator[Product]:
    for number, (case, changes) in enumerate(CASES.items()):
        like = products[number % len(products)]
        changed = {"id": f"0-case-{case}", "slug": f"case-{case}", "featured": True, "translations": {}, **changes}
        if not changed.get("in_stock", True):
            changed["variants"] = [one.model_copy(update={"in_stock": False}) for one in like.variants]
        yield like.model_copy(update=changed)
