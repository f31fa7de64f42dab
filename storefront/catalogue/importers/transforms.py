"""The named transforms of the mapping language: one value in, one value or None out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from storefront.catalogue.colours import colour, colour_pair
from storefront.catalogue.normalising import boolean, gender_from, gtin, kind_from, plain_text, whole_number
from storefront.catalogue.prices import parse_price
from storefront.catalogue.sizes import parse_marking, parse_millimetres


def _inverted(value: Any) -> bool | None:
    truth = boolean(value)
    return None if truth is None else not truth


def _colour(value: Any) -> dict[str, Any] | None:
    found = colour(str(value))
    return found.model_dump() if found else None


def _marking(value: Any) -> dict[str, Any] | None:
    size = parse_marking(str(value))
    return size.model_dump(exclude_none=True) if size else None


TRANSFORMS: dict[str, Callable[[Any], Any]] = {
    "boolean": boolean,
    "inverted": _inverted,
    "gtin": gtin,
    "number": whole_number,
    "text": lambda value: plain_text(value) or None,
    "colour": _colour,
    "colour of pair": lambda value: _colour(colour_pair(str(value))[0]),
    "lens of pair": lambda value: colour_pair(str(value))[1],
    "size marking": _marking,
    "millimetres": parse_millimetres,
    "kind": lambda value: kind_from(str(value)),
    "gender": lambda value: gender_from(str(value)),
    "price": parse_price,
}
