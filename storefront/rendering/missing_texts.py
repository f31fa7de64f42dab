"""Which texts a language lacks, so that another's stand in: for those who write themes, and for a build's report."""

from __future__ import annotations

from collections.abc import Iterable

from storefront.rendering.languages import base_language
from storefront.rendering.locale_texts import engine_texts
from storefront.rendering.themes import Theme


def missing_texts(theme: Theme, locale: str) -> list[str]:
    """Keys of the theme's, the shared and the engine's texts that are in neither "es-MX" nor "es", sorted."""
    own = _keys(theme, {locale, base_language(locale)})
    return sorted(_keys(theme, {*theme.locales, *engine_texts()}) - own)


def _keys(theme: Theme, codes: Iterable[str]) -> set[str]:
    return {key for code in codes for source in (theme.locales, engine_texts()) for key in source.get(code, ())}
