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

# Bleach would strip these tags but leave what they hold as text; it lets them pass, and nh3 drops them whole.
_SWALLOWED = frozenset({"script", "style"})

# Written with other tags, meant the same: pasted shop texts are full of them.
_SAME_AS = {"b": "strong", "i": "em"} | dict.fromkeys(
    ["div", "section", "article", "blockquote", "tr", "h1", "h2", "h3", "h4", "h5", "h6"], "p"
)
_RENAMED = re.compile(rf"<(/?)({'|'.join(_SAME_AS)})(?=[\s/>])", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z/!]")
_ANY_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>?")
_ENTITY = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z]\w*);")
_BLOCK = re.compile(r"<(?:p|ul|ol)>")
_EMPTY = re.compile(r"<p>(?:\s|&nbsp;|<br>)*</p>")
_BLANK_LINE = re.compile(r"\n\s*\n")

# Texts made of these alone leave bleach nothing to do, and it takes fifteen times as long as nh3.
_BARE = re.compile(rf"(?:[^<>&]++|&(?:amp|lt|gt|quot|#39|nbsp);|</?(?:{'|'.join(sorted(ALLOWED))})>)*+")

_cleaner = bleach.Cleaner(tags=ALLOWED | _SWALLOWED, attributes={}, strip=True, strip_comments=True)


@lru_cache(maxsize=4_096)
def rich_text(text: str) -> Markup:
    """Safe HTML of a merchant's text. Text without any tag becomes paragraphs as its line breaks say."""
    written = text.replace("\r\n", "\n").strip()
    if not written:
        return Markup("")
    if is_deep(written):  # of a store's own pages, brands and categories; a product like that is in quarantine
        written = _ANY_TAG.sub(" ", written)
    return _cleaned(written) if _TAG.search(written) else _paragraphs(written)


def _cleaned(html: str) -> Markup:
    meant = _RENAMED.sub(lambda found: f"<{found[1]}{_SAME_AS[found[2].lower()]}", html)
    by_policy = meant if _BARE.fullmatch(meant) else _cleaner.clean(meant)
    safe = nh3.clean(by_policy, tags=set(ALLOWED), attributes={}, clean_content_tags=set(_SWALLOWED))
    tidy = _EMPTY.sub("", safe).strip()
    if tidy and not _BLOCK.search(tidy):
        tidy = f"<p>{tidy}</p>"
    return Markup(tidy)  # noqa: S704  # the one place where sanitised text is marked as safe


def _paragraphs(text: str) -> Markup:
    """Named entities in text without tags were meant as characters; anything else is shown as it is written."""
    words = unescape(text) if _ENTITY.search(text) else text
    paragraphs = (str(escape(part.strip())).replace("\n", "<br>") for part in _BLANK_LINE.split(words))
    return Markup("".join(f"<p>{part}</p>" for part in paragraphs if part))  # noqa: S704  # escaped just above
