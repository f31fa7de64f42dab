"""Article numbers: GTIN-13 from the range for use inside one company, and SKUs that people can read."""

from __future__ import annotations

IN_HOUSE_PREFIX = "29"  # GS1 keeps 20 to 29 for numbers that never leave a shop
COLOURS_PER_FRAME = 10


def gtin13(frame_number: int, colour_number: int) -> str:
    """A number of the shop's own with its check digit; ValueError for more frames or colours than fit."""
    if colour_number >= COLOURS_PER_FRAME or frame_number >= 10**9:
        raise ValueError(f"no GTIN for frame {frame_number}, colour {colour_number}")
    body = f"{IN_HOUSE_PREFIX}{frame_number:09d}{colour_number}"
    return body + check_digit(body)


def check_digit(body: str) -> str:
    """The thirteenth digit: weights 1 and 3 in turn, from the left; the whole sum is a multiple of ten."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(body))
    return str(-total % 10)


def sku(house: str, slug: str, colour: str) -> str:
    """ "BRA-ALDER-HAVANA"."""
    return f"{house[:3]}-{slug}-{colour}".upper()
