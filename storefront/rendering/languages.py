"""What is known of a language: its own name, direction, plural rule, territory. Facts are CLDR's, through Babel."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.core import get_global


@cache
def babel_locale(code: str) -> Locale:
    """Babel's locale of "es" or "es-MX"; a language that CLDR has no data for reads numbers as English does."""
    for candidate in (code, code.split("-", maxsplit=1)[0]):
        try:
            return Locale.parse(candidate, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en")


def base_language(code: str) -> str:
    return code.split("-", maxsplit=1)[0]


@cache
def own_name(code: str) -> str:
    """A language in its own words, as a language switch shows it: "Español"."""
    locale = babel_locale(code)
    if locale.language != base_language(code):
        return code
    name = locale.get_display_name(locale) or code
    return name[:1].upper() + name[1:]


def direction(code: str) -> Literal["ltr", "rtl"]:
    return "rtl" if babel_locale(code).text_direction == "rtl" else "ltr"


def with_territory(code: str) -> str:
    """Open Graph wants a territory: "en" → "en_US", "es-MX" → "es_MX"."""
    if "-" in code:
        return code.replace("-", "_")
    likely = get_global("likely_subtags").get(code, "")
    territory = likely.rsplit("_", maxsplit=1)[-1]
    return f"{code}_{territory}" if len(territory) == 2 and territory.isupper() else code


@lru_cache(maxsize=4_096)
def plural_category(code: str, count: float) -> str:
    """ "one", "other", … for a number of things."""
    return str(babel_locale(code).plural_form(count))


def country_name(country: str, code: str) -> str:
    """A country's name in a language: ("ES", "en") → "Spain"."""
    return str(babel_locale(code).territories.get(country, country))
