"""Which texts a language lacks, so that another's stand in: for those who write themes, and for a build's report."""

from __future__ import annotations

from collections.abc import Iterable

from storefront.rendering.languages import base_language
from storefront.rendering.locale_texts import engine_texts
from storefront.rendering.themes import Theme


def missing_texts(theme: Theme, locales: Iterable[str]) -> dict[str, list[str]]:
    """By locale the keys of the theme's, the shared and the engine's texts that it has no words for, sorted.

    "es-MX" has those of "es". Locales that lack nothing are left out.
    """
    wanted = _keys(theme, {*theme.locales, *engine_texts()})
    lacking = {locale: sorted(wanted - _keys(theme, {locale, base_language(locale)})) for locale in locales}
    return {locale: keys for locale, keys in lacking.items() if keys}


def _keys(theme: Theme, codes: Iterable[str]) -> set[str]:
    return {key for code in codes for source in (theme.locales, engine_texts()) for key in source.get(code, ())}
