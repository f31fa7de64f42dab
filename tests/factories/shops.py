"""A shop's data for tests: configuration, brands, categories, products, and what was found out about their photos."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

import orjson
import zstandard

from storefront.catalogue.models import Brand, Category, Product, StoreConfiguration
from storefront.imaging.models import MediaFacts, MediaOutcome
from storefront.storage.interfaces import Objects
from storefront.tenancy.scope import StoreScope

SHAPES = ("round", "rectangle", "aviator", "cat-eye", "panto", "square")
COLOURS = (("Havana", "brown", "#7a4a22"), ("Black", "black", "#111111"), ("Gold", "gold", "#c9a227"))


def a_configuration(**changes: Any) -> StoreConfiguration:
    values: dict[str, Any] = {
        "store_id": "lumen",
        "store_name": "Lumen Optics",
        "store_description": "Frames with honest measurements.",
        "contact_email": "hello@lumen.example",
        "phone": "+34 911 23 45 67",
        "address": {"street": "Calle Mayor 1", "postcode": "28013", "city": "Madrid", "country": "ES"},
        "opening_hours": ["Mo-Fr 10:00-19:00"],
        "about": "We are opticians.\n\nSince 1984.",
        "base_url": "https://lumen.example",
        "locales": ["en", "es"],
        "currency": "EUR",
        "country": "ES",
        "products_per_page": 8,
        "policies": [
            {"kind": "returns", "slug": "returns", "title": "Returns", "body": "<p>Thirty days.</p>"},
            {"kind": "shipping", "slug": "shipping", "title": "Delivery", "body": "Two days."},
        ],
        "returns": {"country": "ES", "days": 30, "free": True},
        "shipping": [{"country": "ES", "price": "4.90"}],
        "translations": {"es": {"store_description": "Monturas con medidas exactas."}},
    }
    return StoreConfiguration.model_validate(values | changes)


def some_brands() -> list[Brand]:
    return [
        Brand(id="b1", slug="nordlys", name="Nordlys", description="From the north."),
        Brand(id="b2", slug="dolce-gabbana", name="Dolce & Gabbana"),
        Brand(id="b3", slug="unused", name="Unused"),
    ]


def some_categories() -> list[Category]:
    return [
        Category(id="glasses", slug="glasses", name="Glasses", translations={"es": {"name": "Gafas"}}),
        Category(id="sun", slug="sunglasses", name="Sunglasses", position=1),
        Category(id="sun-round", slug="round", name="Round sunglasses", parent_id="sun"),
        Category(id="empty", slug="empty", name="Nothing yet"),
    ]


def a_product(number: int = 1, **changes: Any) -> Product:
    """A frame; everything follows from its number."""
    id_ = f"p{number:05}"
    colours = [COLOURS[(number + step) % len(COLOURS)] for step in range(2)]
    size = {"lens_width_mm": 46 + number % 12, "bridge_mm": 16 + number % 5, "temple_mm": 140 + 5 * (number % 2)}
    values: dict[str, Any] = {
        "id": id_,
        "slug": f"frame-{number}",
        "name": f"Frame {number}",
        "brand_id": ("b1", "b2")[number % 2],
        "category_ids": [("glasses",), ("sun-round",)][number % 2],
        "kind": ("glasses", "sunglasses")[number % 2],
        "description": f"<p>Frame number <b>{number}</b> of many.</p>",
        "price": Decimal(90 + number % 60),
        "currency": "EUR",
        "shape": SHAPES[number % len(SHAPES)],
        "material": ("acetate", "Titanium")[number % 2],
        "rim": "full",
        "gender": ("women", "men", "unisex")[number % 3],
        "size": {**size, "frame_width_mm": 126 + number % 18},
        "weight_g": 24.5,
        "translations": {"es": {"name": f"Montura {number}"}},
        "variants": [
            {
                "id": f"{id_}-{name.lower()}",
                "sku": f"SKU-{number}-{name[:2].upper()}",
                "colour": {"name": name, "family": family, "hex": hex_},
                "media_ids": [f"{id_}-{name.lower()}"],
            }
            for name, family, hex_ in colours
        ],
        "media": [
            {"id": f"{id_}-{name.lower()}", "source": f"upload:{number}/{name}.jpg", "view": "front"}
            for name, _, _ in colours
        ],
        "reviews": [
            {"id": f"{id_}-r", "author": "Ana", "rating": 4 + number % 2, "body": "Good.", "date": "2025-03-01"}
        ],
    }
    return Product.model_validate(values | changes)


def photo_outcome(source: str, **changes: Any) -> MediaOutcome:
    digest = hashlib.sha256(source.encode()).hexdigest()
    values: dict[str, Any] = {
        "source_digest": digest,
        "width_px": 1600,
        "height_px": 1200,
        "source_format": "JPEG",
        "has_alpha": False,
        "dominant_colour": f"#{digest[:6]}",
        "placeholder": "data:image/webp;base64,UklGRkAAAABXRUJQVlA4WAoAAAAQAAAADwAACwAAQUxQSAIAAAAAAA==",
        "size_bytes": 123_456,
    }
    return MediaOutcome(source, MediaFacts(**(values | changes)))


def outcomes_of(products: list[Product]) -> list[MediaOutcome]:
    """Every photo of the products is usable."""
    sources = dict.fromkeys(media.source for product in products for media in product.media)
    return [photo_outcome(source) for source in sources]


async def write_snapshot(
    objects: Objects,
    scope: StoreScope,
    build_id: str,
    products: list[Product],
    *,
    configuration: StoreConfiguration | None = None,
    brands: list[Brand] | None = None,
    categories: list[Category] | None = None,
    outcomes: list[MediaOutcome] | None = None,
    products_per_shard: int = 200,
) -> dict[str, Any]:
    """What the fetch stage leaves, as plan_store's arguments."""
    head = {
        "configuration": (configuration or a_configuration()).model_dump(mode="json"),
        "brands": [brand.model_dump(mode="json") for brand in (some_brands() if brands is None else brands)],
        "categories": [c.model_dump(mode="json") for c in (some_categories() if categories is None else categories)],
    }
    head_key = scope.build_key(build_id, "snapshot", "head.json")
    await objects.put(head_key, orjson.dumps(head))
    product_keys = []
    for start in range(0, len(products), products_per_shard):
        key = scope.build_key(build_id, "snapshot", f"products-{len(product_keys):05}.jsonl.zst")
        lines = (orjson.dumps(p.model_dump(mode="json")) for p in products[start : start + products_per_shard])
        await objects.put(key, zstandard.compress(b"\n".join(lines), 3))
        product_keys.append(key)
    media_key = scope.build_key(build_id, "media", "00000.json.zst")
    known = outcomes_of(products) if outcomes is None else outcomes
    await objects.put(media_key, zstandard.compress(orjson.dumps(known), 3))
    return {"head_key": head_key, "product_keys": product_keys, "media_keys": [media_key]}
