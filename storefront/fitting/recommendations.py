"""How much one frame is like another: by kind, shape, size, material, brand and price, in that order of weight."""

from __future__ import annotations

from typing import Protocol

from storefront.fitting.sizes import Measures, distance_mm

# Points of unlikeness. One point is about a millimetre of size, which a wearer begins to notice.
_OTHER_KIND = 40.0
_OTHER_SHAPE = 12.0
_OTHER_MATERIAL = 3.0
_OTHER_BRAND = 2.0
_OUT_OF_STOCK = 20.0
_UNKNOWN_SIZE = 6.0
_SIZE_AT_MOST = 15.0
_DOUBLE_THE_PRICE = 10.0


class ComparedFrame(Protocol):
    """The compact facts two products are compared by."""

    @property
    def kind(self) -> str: ...
    @property
    def shape(self) -> str | None: ...
    @property
    def material(self) -> str | None: ...
    @property
    def brand(self) -> str | None: ...
    @property
    def in_stock(self) -> bool: ...
    @property
    def measures(self) -> Measures | None: ...
    @property
    def amount(self) -> float: ...


def unlikeness(one: ComparedFrame, other: ComparedFrame) -> float:
    """Points from 0 (alike in everything known); the same both ways, but for what is out of stock."""
    return (
        _OTHER_KIND * (one.kind != other.kind)
        + _OTHER_SHAPE * (one.shape != other.shape)
        + _OTHER_MATERIAL * (one.material != other.material)
        + _OTHER_BRAND * (one.brand != other.brand)
        + _OUT_OF_STOCK * (not other.in_stock)
        + _size_points(one.measures, other.measures)
        + _price_points(one.amount, other.amount)
    )


def _size_points(one: Measures | None, other: Measures | None) -> float:
    apart = distance_mm(one, other) if one and other else None
    return _UNKNOWN_SIZE if apart is None else min(apart, _SIZE_AT_MOST)


def _price_points(one: float, other: float) -> float:
    """Twice the price counts the same at every price."""
    low, high = min(one, other), max(one, other)
    return _DOUBLE_THE_PRICE * (high / low - 1) if high < 3 * low else 2 * _DOUBLE_THE_PRICE
