"""Rich text made safe, once, where it enters a page.

Two tools, on purpose: bleach applies the policy; nh3, whose parser is the one that gets security fixes, has the last
word. Whatever the one lets through the other would have to let through as well.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape

import bleach
import nh3
from markupsafe import Markup, escape

from storefront.catalogue.bounds import is_deep

ALLOWED = frozenset({"p", "br", "strong", "em", "ul", "ol", "li"})
WITH_HEADINGS = ALLOWED | {"h2", "h3"}

# Bleach would strip these tags but leave what they hold as text; it lets them pass, and nh3 drops them whole.
_SWALLOWED = frozenset({"script", "style"})

# Written with other tags, meant the same: pasted shop texts are full of them.
_SAME_AS = {"b": "strong", "i": "em"} | dict.fromkeys(
    ["div", "section", "article", "blockquote", "tr", "h1", "h2", "h3", "h4", "h5", "h6"], "p"
)
_HEADING = re.compile(r"<h([1-6])(?=[\s/>])", re.IGNORECASE)
_RENAMED = re.compile(rf"<(/?)({'|'.join(_SAME_AS)})(?=[\s/>])", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!]")
_ANY_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>?")
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]\w*);")
_BLOCK = re.compile(r"<(?:p|ul|ol|h2|h3)>")
_EMPTY = re.compile(r"<(p|h2|h3)>(?:\s|&nbsp;|<br>)*</\1>")
_BLANK_LINE = re.compile(r"\n\s*\n")


class _Policy:
    """Tags that are let through. Texts with no others leave bleach nothing to do: it takes fifteen times as long."""

    def __init__(self, tags: frozenset[str]) -> None:
        allowed = "|".join(sorted(tags))
        self._tags = set(tags)
        self._bare = re.compile(rf"(?:[^<>&]++|&(?:amp|lt|gt|quot|#39|nbsp);|</?(?:{allowed})>)*+")
        self._cleaner = bleach.Cleaner(tags=tags | _SWALLOWED, attributes={}, strip=True, strip_comments=True)

    def clean(self, html: str) -> str:
        by_policy = html if self._bare.fullmatch(html) else self._cleaner.clean(html)
        return nh3.clean(by_policy, tags=self._tags, attributes={}, clean_content_tags=set(_SWALLOWED))


_words, _chapters = _Policy(ALLOWED), _Policy(WITH_HEADINGS)


@lru_cache(maxsize=4_096)
def rich_text(text: str, *, headings: bool = False) -> Markup:
    """Safe HTML of a merchant's text. Text without any tag becomes paragraphs as its line breaks say.

    `headings`: the text stands below the page's own heading and may have chapters; elsewhere they are paragraphs.
    """
    written = text.replace("\r\n", "\n").strip()
    if not written:
        return Markup("")
    if is_deep(written):  # of a store's own pages, brands and categories; a product like that is in quarantine
        written = _ANY_TAG.sub(" ", written)
    return _cleaned(written, headings=headings) if _TAG.search(written) else _paragraphs(written)


def _cleaned(html: str, *, headings: bool) -> Markup:
    same_as = {**_SAME_AS, **_outline(html)} if headings else _SAME_AS
    meant = _RENAMED.sub(lambda found: f"<{found[1]}{same_as[found[2].lower()]}", html)
    tidy = _EMPTY.sub("", (_chapters if headings else _words).clean(meant)).strip()
    if tidy and not _BLOCK.search(tidy):
        tidy = f"<p>{tidy}</p>"
    return Markup(tidy)  # noqa: S704  # the one place where sanitised text is marked as safe


def _outline(html: str) -> dict[str, str]:
    """Headings in two levels, whichever the text begins with: the first is an h2, and so no level is left out."""
    found = _HEADING.search(html)
    first = int(found[1]) if found else 1
    return {f"h{level}": "h2" if level <= first else "h3" for level in range(1, 7)}


def _paragraphs(text: str) -> Markup:
    """Named entities in text without tags were meant as characters; anything else is shown as it is written."""
    words = unescape(text) if _ENTITY.search(text) else text
    paragraphs = (str(escape(part.strip())).replace("\n", "<br>") for part in _BLANK_LINE.split(words))
    return Markup("".join(f"<p>{part}</p>" for part in paragraphs if part))  # noqa: S704  # escaped just above
