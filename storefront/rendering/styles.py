"""A theme's styles as its pages get them: for each page type the rules it can use, the first screen's part inlined.

theme.toml names the stylesheets: `[styles] critical = […]` for what the first screen needs, `rest = […]` for what can
come after it. Both keep the order in which they are named; the palette's custom properties stand before them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args

from storefront.errors import ThemeBroken
from storefront.rendering.assets import stylesheet_texts
from storefront.rendering.contract import PageType
from storefront.rendering.minifying import minified
from storefront.rendering.style_rules import Rule, parsed, used
from storefront.rendering.style_use import words_of
from storefront.rendering.themes import Theme


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page type's styles: the text to inline, and the text of the stylesheet that comes later ("" for none)."""

    critical: str
    rest: str


@lru_cache(maxsize=8)
def style_sheets(theme: Theme, prefix: str) -> Mapping[PageType, Sheet]:
    """For every page type of a store that is served below `prefix`, the path of its public address."""
    texts = stylesheet_texts(theme, prefix)
    critical, rest = (_rules(theme.styles.get(part, ()), texts) for part in ("critical", "rest"))
    whole: dict[PageType, tuple[str, str]] = {}
    for page_type in get_args(PageType):
        known = words_of(theme, page_type).know
        whole[page_type] = used(critical, known), used(rest, known)
    small = _small(text for texts in whole.values() for text in texts)
    return {one: Sheet(_inlined(small[first]), small[later]) for one, (first, later) in whole.items()}


def style_sizes(theme: Theme, prefix: str) -> tuple[int, int]:
    """Bytes of the theme's stylesheets as they were written, and of what the page type with most of them gets."""
    written = {file for files in theme.styles.values() for file in files}
    got = (len((one.critical + one.rest).encode()) for one in style_sheets(theme, prefix).values())
    return sum(len(theme.assets[file]) for file in written), max(got)


def _small(texts: Iterable[str]) -> dict[str, str]:
    """Each text without what only its authors need: many page types have the same."""
    named = {f"{number}.css": text for number, text in enumerate(dict.fromkeys(texts))}
    return {named[name]: text for name, text in minified(named).items()}


def _rules(names: Iterable[str], texts: Mapping[str, str]) -> list[Rule]:
    return [rule for name in names for rule in parsed(name, texts[name])]


def _inlined(text: str) -> str:
    if "</" in text:
        raise ThemeBroken('[styles] critical: a stylesheet holds "</", which would end the page\'s style element.')
    return text
