"""What a template left behind: its own marks, values that were not there, and what the page's policy forbids.

Products may be called `{{ 7*7 }}`, descriptions may say "Polarised: None" or explain `style="…"`: what the page's
content says itself is no remains, and is only pointed out. An error stops a release: in doubt the catalogue is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from markupsafe import Markup

from storefront.seo.metadata import plain_text
from storefront.seo.page_audit.document import Document
from storefront.seo.rules import problem

_MARKS = re.compile(r"\{\{[^{}]{0,60}\}?\}?|\{%[^{}]{0,60}%?\}?")
_REWRITTEN = re.compile(r"""[<>"'&\\…]""")  # written otherwise in some places, or where a text was cut
_OPEN_END = re.compile(r"\{[{%][^{}]*$")  # what stands behind such a text then seems to be in the mark
_EMPTY = re.compile(r'>\s*(None|undefined)\s*<|="(None|undefined)"')
_EMPTY_WORDS = ("None", "undefined")
# A first look, which finds texts as well: two patterns, since beginning with a fixed letter is six times as fast.
_LIKE_HANDLERS = (re.compile(r""" on[a-z]+=["']"""), re.compile(r"""\non[a-z]+=["']"""))
_HANDLER = re.compile(r"""<[a-zA-Z][^<>]*\s(on[a-z]+)=["']""")
_STYLE = re.compile(r"""<[a-zA-Z][^<>]*\sstyle=["']""")


def check_remains(document: Document, content: Callable[[], object]) -> Iterator[str]:
    """`content` gives everything the page was made from; it is asked only where something was found."""
    html = document.html
    if "{{" in html or "{%" in html:
        yield from _marks(html, content())
    if any(word in html for word in _EMPTY_WORDS):
        yield from _empty_values(html, content)
    handler = _HANDLER.search(html) if any(pattern.search(html) for pattern in _LIKE_HANDLERS) else None
    if handler:
        yield problem("inline handler", f"The page has an {handler[1]} attribute.")
    if ' style="' in html and _STYLE.search(html):
        yield problem("inline style", "The page has a style attribute.")


def _marks(html: str, content: object) -> Iterator[str]:
    texts = [plain_text(text) if isinstance(text, Markup) else _one_line(text) for text in _texts_in(content)]
    open_ends = tuple(found[0].rstrip() for text in texts if (found := _OPEN_END.search(text)))
    for found in dict.fromkeys(_MARKS.findall(html)):
        beginning = _REWRITTEN.split(_one_line(found), maxsplit=1)[0].rstrip()
        if beginning.startswith(open_ends) or any(beginning in text for text in texts):
            yield problem("placeholder in a text", f"A text of the catalogue has {found!r}.")
        else:
            yield problem("template remains", f"The page shows {found!r}.")


def _empty_values(html: str, content: Callable[[], object]) -> Iterator[str]:
    for found in dict.fromkeys(one or other for one, other in _EMPTY.findall(html)):
        is_said = any(_says(text, found) for text in _texts_in(content()))
        check = "placeholder in a text" if is_said else "empty value shown"
        yield problem(check, f"The page shows {found!r}.")


def _says(text: str, word: str) -> bool:
    """Whether a text is that word and nothing else; a rich one, or a part of it between two tags."""
    return text == word or (isinstance(text, Markup) and re.search(rf">\s*{word}\s*<", text) is not None)


def _texts_in(content: object) -> Iterator[str]:
    """Every text in dicts and lists, rich ones as Markup."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for value in content.values():
            yield from _texts_in(value)
    elif isinstance(content, Sequence):
        for value in content:
            yield from _texts_in(value)


def _one_line(text: str) -> str:
    return " ".join(text.split())
