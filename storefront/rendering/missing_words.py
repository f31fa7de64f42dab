"""Texts that a store's languages lack: what its pages would show in another language."""

from __future__ import annotations

from collections.abc import Iterable

from storefront.rendering.languages import base_language
from storefront.rendering.locale_texts import engine_texts
from storefront.rendering.themes import Theme

_MEASURE = "en"  # every text is there


def missing_words(theme: Theme, locales: Iterable[str]) -> dict[str, list[str]]:
    """Keys by locale, sorted; locales that have words for everything are left out."""
    wanted = _keys(theme, _MEASURE)
    told = {locale: sorted(wanted - _keys(theme, locale) - _keys(theme, base_language(locale))) for locale in locales}
    return {locale: keys for locale, keys in told.items() if keys}


def _keys(theme: Theme, locale: str) -> set[str]:
    return {key for source in (theme.locales, engine_texts()) for key in source.get(locale, {})}
