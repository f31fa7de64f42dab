"""Prices as people write them: "$211.00", "1.234,56", "1 234,56 €", "₹1700", "CHF 1'250.-"."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, NamedTuple

from babel.numbers import is_currency

SYMBOLS = {
    "€": "EUR", "£": "GBP", "₹": "INR", "¥": "JPY", "₩": "KRW", "₺": "TRY", "₽": "RUB", "zł": "PLN", "Kč": "CZK",
    "R$": "BRL", "A$": "AUD", "C$": "CAD", "₪": "ILS", "₫": "VND", "฿": "THB", "₴": "UAH", "Rs": "INR", "US$": "USD",
}  # fmt: skip
DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN", "CLP", "COP", "ARS", "TWD"})
# ISO 4217 currencies of a thousand small units: only they are written with three decimals.
_THOUSANDTHS = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
_SMALLEST = Decimal("0.001")

_NUMBER = re.compile(r"-?\d(?:[\d.,'’\s]*\d)?")
_CODE = re.compile(r"(?<![A-Z])[A-Z]{3}(?![A-Z])")
_MARKS = sorted(SYMBOLS, key=len, reverse=True)


class Money(NamedTuple):
    """An amount and its ISO 4217 currency, None where the text does not say."""

    amount: Decimal
    currency: str | None = None


def parse_price(value: Any, *, currency: str | None = None, decimal: str | None = None) -> Money | None:
    """The price in a text or number; None when there isn't exactly one number in it.

    `currency` is the store's: it decides which dollar "$" is and whether "1.234" has three decimals.
    `decimal` ("." or ",") settles the decimal mark for sources that are known to use one.
    """
    if isinstance(value, Money):
        return value
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float | Decimal):
        amount = Decimal(str(value))
        return Money(_in_thousandths(amount)) if amount.is_finite() else None
    text = str(value).strip()
    numbers = _NUMBER.findall(text)
    if len(numbers) != 1:
        return None
    named = _currency(text.replace(numbers[0], " "), currency)
    return Money(_in_thousandths(_amount(numbers[0], named or currency, decimal)), named)


def _currency(around: str, assumed: str | None) -> str | None:
    """What the text around the number says; "$" alone is the assumed currency if that is a dollar."""
    for mark in _MARKS:
        if mark in around:
            return SYMBOLS[mark]
    for code in _CODE.findall(around):
        if is_currency(code):
            return str(code)
    if "$" in around:
        return assumed if assumed in DOLLARS else "USD"
    return None


def _amount(number: str, currency: str | None, decimal: str | None) -> Decimal:
    bare = re.sub(r"['’\s]", "", number)
    mark = decimal or _decimal_mark(bare, currency)
    for other in {".", ","} - {mark}:
        bare = bare.replace(other, "")
    return Decimal(bare.replace(mark, ".") if mark else bare)


def _decimal_mark(bare: str, currency: str | None) -> str:
    """The last of two different marks; a single one unless it groups thousands ("1,234"); "" for none."""
    found = [character for character in bare if character in ".,"]
    if not found:
        return ""
    if len(set(found)) == 2:
        return found[-1] if found.count(found[-1]) == 1 else ""
    if len(found) > 1:
        return ""
    whole, _, after = bare.partition(found[0])
    groups_thousands = len(after) == 3 and whole.lstrip("-") not in {"", "0"} and currency not in _THOUSANDTHS
    return "" if groups_thousands else found[0]


def _in_thousandths(amount: Decimal) -> Decimal:
    """Binary fractions from spreadsheets (149.99000000000001) rounded to what a price can hold."""
    exponent = amount.as_tuple().exponent
    return amount.quantize(_SMALLEST).normalize() if isinstance(exponent, int) and exponent < -3 else amount
