"""Numbers as people of a locale write them. Babel is slow next to a template, so what repeats is remembered."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Literal

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from storefront.rendering.languages import babel_locale

Unit = Literal["mm", "inch"]
_MM_PER_INCH = 25.4


@lru_cache(maxsize=20_000)
def money(amount: str, currency: str, locale: str) -> str:
    """("149.00", "EUR", "es") → "149,00 €", the spaces unbreakable."""
    from_plain = format_currency(amount, currency, locale=babel_locale(locale))
    return from_plain.replace("\u202f", "\u00a0")


@lru_cache(maxsize=4_000)
def number(value: float, locale: str) -> str:
    """At most one decimal: 52.0 → "52", 52.5 → "52,5" in Spanish."""
    return format_decimal(value, format="#,##0.#", locale=babel_locale(locale))


@lru_cache(maxsize=4_000)
def length(millimetres: float, locale: str, unit: Unit) -> str:
    """The number alone; inches to a hundredth, a quarter of a millimetre: 52 mm → "2.05"."""
    if unit == "mm":
        return number(millimetres, locale)
    return format_decimal(millimetres / _MM_PER_INCH, format="0.00", locale=babel_locale(locale))


@lru_cache(maxsize=2_000)
def rating(value: float, locale: str) -> str:
    """One decimal always: 4 → "4.0"."""
    return format_decimal(value, format="0.0", locale=babel_locale(locale))


@lru_cache(maxsize=4_000)
def long_date(iso: str, locale: str) -> str:
    """("2025-03-01", "en") → "March 1, 2025"; a date the calendar does not have stays as it is written."""
    try:
        return format_date(date.fromisoformat(iso), format="long", locale=babel_locale(locale))
    except ValueError:
        return iso
