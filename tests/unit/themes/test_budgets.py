"""What a page of each theme weighs on the wire."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cache

import pytest

from storefront.rendering.assets import Asset, theme_assets
from storefront.rendering.styles import style_sheets
from tests.unit.themes.every_theme import PAGES, THEMES, every_theme, packed, sample

SCRIPTS_KB, STYLES_KB, PAGE_KB = 20, 15, 12  # a page in full, its inline styles included, stays below 30
TYPES = {page["type"]: path for path, page in reversed(PAGES.items()) if page["locale"] == "en"}
IMPORT = re.compile(rb"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']""")
every_type = pytest.mark.parametrize("page_type", TYPES)


@cache
def published(theme: str) -> dict[str, Asset]:
    return {posixpath.basename(file): asset for file, asset in theme_assets(THEMES[theme]).items()}


def scripts_of(theme: str, html: str) -> Iterator[Asset]:
    """The scripts a page names, and those that they import."""
    by_path = {posixpath.basename(asset.path): asset for asset in published(theme).values()}
    waiting = [published(theme)[name].path for name in set(re.findall(r'"/assets/([\w.-]+\.js)"', html))]
    seen: set[str] = set()
    while waiting:
        name = posixpath.basename(waiting.pop())
        if name not in seen:
            seen.add(name)
            yield by_path[name]
            waiting += [found.decode() for found in IMPORT.findall(by_path[name].data)]


@every_theme
@every_type
def test_a_pages_scripts_stay_small(theme: str, page_type: str) -> None:
    assert (
        sum(packed(script.data) for script in scripts_of(theme, sample(theme, TYPES[page_type]))) <= SCRIPTS_KB * 1024
    )


@every_theme
def test_a_pages_styles_stay_small(theme: str) -> None:
    for page_type, sheet in style_sheets(THEMES[theme], "").items():
        assert packed((sheet.critical + sheet.rest).encode()) <= STYLES_KB * 1024, page_type


@every_theme
@every_type
def test_a_page_stays_small(theme: str, page_type: str) -> None:
    assert packed(sample(theme, TYPES[page_type]).encode()) <= PAGE_KB * 1024
