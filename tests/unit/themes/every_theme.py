"""The built-in themes as their tests read them: through the engine, with addresses made up for their assets."""

from __future__ import annotations

import gzip
from functools import cache

import pytest

from storefront.rendering.contract import PageView
from storefront.rendering.environment import Renderer
from storefront.rendering.locale_texts import texts_for
from storefront.rendering.themes import load_theme, theme_names
from tests.factories.pages import sample_pages

LOCALES = ("en", "es")
THEMES = {name: load_theme(name) for name in theme_names()}
PAGES = {page["path"]: page for locale in LOCALES for page in sample_pages(locale)}

every_theme = pytest.mark.parametrize("theme", THEMES)


def rendered(page: PageView, theme: str = "modern-minimal") -> str:
    return _renderer(theme, page["locale"]).render(page)


@cache
def sample(theme: str, path: str) -> str:
    """The HTML of a sample page, rendered once for all tests."""
    return rendered(PAGES[path], theme)


def packed(data: bytes) -> int:
    """Bytes on the wire."""
    return len(gzip.compress(data, 9, mtime=0))


@cache
def _renderer(theme: str, locale: str) -> Renderer:
    loaded = THEMES[theme]
    return Renderer(loaded, texts_for(loaded, locale), {name: f"/assets/{name}" for name in loaded.asset_files})
