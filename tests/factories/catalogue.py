"""Builders of catalogue records: whole and valid by default, any field by keyword."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from storefront.catalogue.models import Brand, Category, Media, Product, StoreConfiguration, Variant


def product(number: int = 1, **fields: Any) -> Product:
    """A frame with one variant and one photo on the web; `number` makes its id, slug and name its own."""
    defaults = {
        "id": f"frame-{number:05}",
        "slug": f"frame-{number:05}",
        "name": f"Frame {number}",
        "brand_id": "lumen",
        "category_ids": ["eyeglasses"],
        "price": Decimal("149.00"),
        "currency": "EUR",
        "shape": "round",
        "material": "acetate",
        "description": "A round acetate frame with a keyhole bridge, made for small and middle-sized faces.",
        "size": {"lens_width_mm": 48, "bridge_mm": 21, "temple_mm": 145},
        "variants": [variant(number)],
        "media": [photo(f"https://photos.example/frame-{number:05}.jpg")],
    }
    return Product.model_validate({**defaults, **fields})


def variant(number: int = 1, **fields: Any) -> Variant:
    defaults = {
        "id": f"frame-{number:05}-black",
        "sku": f"F{number:05}-BLK",
        "colour": {"name": "Black", "family": "black", "hex": "#1c1c1e"},
    }
    return Variant.model_validate({**defaults, **fields})


def photo(source: str, **fields: Any) -> Media:
    return Media.model_validate({"id": "1", "source": source, "view": "front", **fields})


def brand(name: str = "Lumen", **fields: Any) -> Brand:
    return Brand.model_validate({"id": name.lower(), "slug": name.lower(), "name": name, **fields})


def category(name: str = "Eyeglasses", **fields: Any) -> Category:
    return Category.model_validate({"id": name.lower(), "slug": name.lower(), "name": name, **fields})


def store_configuration(store_id: str = "shop", **fields: Any) -> StoreConfiguration:
    defaults = {
        "store_id": store_id,
        "store_name": "Lumen Optics",
        "contact_email": "hello@lumen.example",
        "currency": "EUR",
        "country": "ES",
    }
    return StoreConfiguration.model_validate({**defaults, **fields})
