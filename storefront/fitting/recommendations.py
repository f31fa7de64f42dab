"""Which frames are like another one: by kind, shape, size, material, brand and price, in that order of weight."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from storefront.catalogue.models import FrameSize, Product
from storefront.fitting.sizes import distance_mm

# Points of unlikeness. One point is about a millimetre of size, which a wearer begins to notice.
_OTHER_KIND = 40.0
_OTHER_SHAPE = 12.0
_OTHER_MATERIAL = 3.0
_OTHER_BRAND = 2.0
_OUT_OF_STOCK = 20.0
_UNKNOWN_SIZE = 6.0
_SIZE_AT_MOST = 15.0
_DOUBLE_THE_PRICE = 10.0


@dataclass(frozen=True, slots=True)
class ComparedFrame:
    """The compact facts two products are compared by."""

    id: str
    kind: str
    shape: str | None
    material: str | None
    brand_id: str | None
    price: Decimal
    size: FrameSize | None
    in_stock: bool = True


def compared(product: Product) -> ComparedFrame:
    size = product.size or next((variant.size for variant in product.variants if variant.size), None)
    return ComparedFrame(
        product.id,
        product.kind,
        product.shape,
        product.material,
        product.brand_id,
        product.price,
        size,
        product.in_stock,
    )


def similar(frame: ComparedFrame, candidates: Iterable[ComparedFrame], limit: int = 4) -> list[str]:
    """Ids of the `limit` most alike, best first, equal ones by id; the frame itself is never among them."""
    ranked = ((unlikeness(frame, other), other.id) for other in candidates if other.id != frame.id)
    return [identifier for _, identifier in heapq.nsmallest(limit, ranked)]


def unlikeness(one: ComparedFrame, other: ComparedFrame) -> float:
    """Points from 0 (alike in everything known); the same both ways, but for what is out of stock."""
    return (
        _OTHER_KIND * (one.kind != other.kind)
        + _OTHER_SHAPE * (one.shape != other.shape)
        + _OTHER_MATERIAL * (one.material != other.material)
        + _OTHER_BRAND * (one.brand_id != other.brand_id)
        + _OUT_OF_STOCK * (not other.in_stock)
        + _size_points(one.size, other.size)
        + _price_points(one.price, other.price)
    )


def _size_points(one: FrameSize | None, other: FrameSize | None) -> float:
    apart = distance_mm(one, other) if one and other else None
    return _UNKNOWN_SIZE if apart is None else min(apart, _SIZE_AT_MOST)


def _price_points(one: Decimal, other: Decimal) -> float:
    """Twice the price counts the same at every price."""
    low, high = sorted((one, other))
    return _DOUBLE_THE_PRICE * float(high / low - 1) if high < 3 * low else 2 * _DOUBLE_THE_PRICE
