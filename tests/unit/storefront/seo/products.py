"""Products as the tests of this folder need them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from storefront.catalogue.models import Colour, FrameSize, Product, Review, Variant

URL = "https://optik.example/products/alba/"
IMAGES = ["https://optik.example/images/1.jpg"]


def product(**changes: Any) -> Product:
    return Product(**{"id": "p1", "slug": "alba", "name": "Alba", "price": Decimal(149), "currency": "EUR"} | changes)


def variant(identifier: str, colour: str | None = None, **changes: Any) -> Variant:
    return Variant(id=identifier, colour=Colour(name=colour) if colour else None, **changes)


def size(lens: float, bridge: float, temple: float, **more: float) -> FrameSize:
    return FrameSize(lens_width_mm=lens, bridge_mm=bridge, temple_mm=temple, **more)


def reviews(*ratings: int) -> list[Review]:
    return [Review(id=f"r{place}", author=f"Reader {place}", rating=rating) for place, rating in enumerate(ratings)]
