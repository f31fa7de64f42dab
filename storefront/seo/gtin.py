"""Global trade item numbers: only right ones are published."""

from __future__ import annotations

_LENGTHS = (8, 12, 13, 14)
_IN_HOUSE = ("02", "04", "2")  # GS1 prefixes for numbers that mean something inside one company only


def check_digit(digits: str) -> int:
    """The last digit that belongs to `digits`: from the right they count 3, 1, 3, 1, …"""
    weighted = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(digits)))
    return -weighted % 10


def public_gtin(value: str | None) -> str | None:
    """The number if it may be published: 8, 12, 13 or 14 digits, right check digit, no in-house prefix; else None."""
    if value is None or len(value) not in _LENGTHS or not (value.isascii() and value.isdigit()):
        return None
    if int(value[-1]) != check_digit(value[:-1]) or value.zfill(14)[1:].startswith(_IN_HOUSE):
        return None
    return None if not int(value) else value
