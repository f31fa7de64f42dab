"""Prices as programs read them."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache

from babel.numbers import get_currency_precision


def plain_amount(amount: Decimal, currency: str) -> str:
    """A price as markup wants it, with the currency's decimals: "149.00" EUR, "18000" JPY."""
    return str(amount.quantize(_step(currency), ROUND_HALF_EVEN))  # rounds like Babel, which writes the visible price


@cache
def _step(currency: str) -> Decimal:
    """The smallest amount of a currency."""
    return Decimal(1).scaleb(-get_currency_precision(currency))
