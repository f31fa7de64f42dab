"""Words that stand in a template itself: customers of every language would read them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from storefront.rendering.theme_check.findings import Finding, place
from storefront.rendering.theme_check.markup import VALUE, Markup

_WORD = re.compile(r"[^\W\d_]{3,}")
_SPOKEN = ("alt", "aria-label", "title", "placeholder", "aria-description", "aria-roledescription")
_UNSPOKEN = ("script", "style", "code", "kbd", "samp", "title")
_REMEDY = "Put the words into locales/en.json (and the other languages') and say {{ t('a.key') }}."
_ENTITY = re.compile(r"&#?\w+;")


_LEFTOVER = re.compile(r"\{\s*\{|\}\s*\}|\{\s*%|%\s*\}|\$?\{\s*[a-z_][\w.]*(?:\([^)]*\))?\s*\}")


def check_wording(file: str, markup: Markup) -> Iterator[Finding]:
    yield from _leftovers(file, markup)
    for offset, text in [*_texts(markup), *_attributes(markup)]:
        found = _WORD.search(_ENTITY.sub(lambda one: " " * len(one[0]), text))
        if found is not None:
            what = f"{_short(text)!r} is said in one language only."
            yield Finding(file, *place(markup.source, offset + found.start()), "fixed-words", what, _REMEDY)


def _leftovers(file: str, markup: Markup) -> Iterator[Finding]:
    """Braces that Jinja does not know: they would be shown as they are."""
    for found in _LEFTOVER.finditer(markup.masked):
        what = f"{found[0]} is shown as it is written."
        yield Finding(file, *place(markup.source, found.start()), "braces", what, "Values stand in {{ … }}.")


def _texts(markup: Markup) -> Iterator[tuple[int, str]]:
    """The text between tags, a piece at a time."""
    end, unspoken = 0, ""
    for tag in markup.tags:
        if not unspoken:
            yield from _split(end, markup.masked[end : tag.start])
        if tag.closes and tag.name == unspoken:
            unspoken = ""
        elif tag.opens and tag.name in _UNSPOKEN and not unspoken:
            unspoken = tag.name
        end = tag.end
    yield from _split(end, markup.masked[end:])


def _split(start: int, text: str) -> Iterator[tuple[int, str]]:
    """Without the comments and doctypes between."""
    plain = re.sub(r"<[^>]*>|<!--.*?-->", lambda found: " " * len(found[0]), text, flags=re.DOTALL)
    yield start, plain


def _attributes(markup: Markup) -> Iterator[tuple[int, str]]:
    for tag in markup.tags:
        for name in _SPOKEN:
            value = tag.value(name)
            if value:
                offset = tag.attributes[name].offset
                yield offset + max(markup.masked[offset : tag.end].find(value), 0), value


def _short(text: str) -> str:
    return " ".join(text.replace(VALUE, "").split())[:40]
