"""What a template left behind: its own marks, values that were not there, and what the page's policy forbids.

Products may be called `{{ 7*7 }}`: what the page's content says itself is no remains, and is only pointed out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from storefront.seo.page_audit.document import Document
from storefront.seo.rules import problem

_MARKS = re.compile(r"\{\{[^{}]{0,60}\}?\}?|\{%[^{}]{0,60}%?\}?")
_EMPTY = re.compile(r'>\s*(None|undefined)\s*<|="(None|undefined)"')
_EMPTY_WORDS = ("None", "undefined")
# In a text such quotes are escaped. Two patterns, since one that begins with a fixed letter is six times as fast.
_HANDLERS = (re.compile(r""" (on[a-z]+)=["']"""), re.compile(r"""\n(on[a-z]+)=["']"""))


def check_remains(document: Document, content: Callable[[], str]) -> Iterator[str]:
    """`content` gives everything the page was made from as one text; it is asked only where something was found."""
    html = document.html
    if "{{" in html or "{%" in html:
        yield from _marks(html, content)
    if any(word in html for word in _EMPTY_WORDS):
        yield from _empty_values(html, content)
    handler = _HANDLERS[0].search(html) or _HANDLERS[1].search(html)
    if handler:
        yield problem("inline handler", f"The page has an {handler[1]} attribute.")
    if ' style="' in html:
        yield problem("inline style", "The page has a style attribute.")


def _marks(html: str, content: Callable[[], str]) -> Iterator[str]:
    meant = content()
    for found in dict.fromkeys(_MARKS.findall(html)):
        if _as_meant(found, meant):
            yield problem("placeholder in a text", f"A text of the catalogue has {found!r}.")
        else:
            yield problem("template remains", f"The page shows {found!r}.")


def _empty_values(html: str, content: Callable[[], str]) -> Iterator[str]:
    for found in dict.fromkeys(one or other for one, other in _EMPTY.findall(html)):
        check = "placeholder in a text" if _is_a_value(found, content()) else "empty value shown"
        yield problem(check, f"The page shows {found!r}.")


def _as_meant(found: str, meant: str) -> bool:
    return found in meant or found.replace("&#39;", "'").replace("&#34;", '"') in meant


def _is_a_value(word: str, content: str) -> bool:
    """Whether a text of the content is that word and nothing else."""
    return f"'{word}'" in content
