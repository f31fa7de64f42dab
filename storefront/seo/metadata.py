"""Titles and descriptions for search results: within their limits, never cut inside a word."""

from __future__ import annotations

import html
import re
import unicodedata

import nh3

TITLE_LIMIT = 60
DESCRIPTION_LIMIT = 160
_ELLIPSIS = "…"
_JOINER = "\u200d"
_BLOCKS = re.compile(r"</?(?:p|br|div|li|ul|ol|h[1-6]|tr|td|th|table|section|article|blockquote)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?](?=\s)|[。！？]")


def title(*parts: str, limit: int = TITLE_LIMIT, separator: str = " | ") -> str:
    """Parts joined from most to least telling; trailing ones are dropped before the first is cut.

    `title("Aviator 54", "Frames of Lund", "Optik Lund")` → "Aviator 54 | Frames of Lund | Optik Lund".
    """
    told = [text for text in (_one_line(part) for part in parts) if text]
    while len(told) > 1 and len(separator.join(told)) > limit:
        told.pop()
    return cut(separator.join(told), limit)


def description(text: str, limit: int = DESCRIPTION_LIMIT) -> str:
    """Plain text of a rich one, ended after a sentence where that leaves enough to read, else after a word."""
    plain = plain_text(text)
    if len(plain) <= limit:
        return plain
    ends = [match.end() for match in _SENTENCE_END.finditer(plain, 0, limit + 1) if match.end() <= limit]
    if ends and ends[-1] * 2 >= limit:
        return plain[: ends[-1]]
    return cut(plain, limit)


def plain_text(text: str) -> str:
    """Without tags, scripts and entities, on one line: what a reader would see."""
    spaced = _BLOCKS.sub(lambda tag: f" {tag[0]}", text)
    return _one_line(html.unescape(nh3.clean(spaced, tags=set())))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def cut(text: str, limit: int) -> str:
    """At most `limit` characters, ended after a word with an ellipsis; a first word longer than that is cut itself."""
    if len(text) <= limit:
        return text
    head = text[:limit]
    words = head.rpartition(" ")[0].rstrip(" ,;:–-|/(")
    return words + _ELLIPSIS if words else _without_broken_end(head[:-1], text) + _ELLIPSIS


def _without_broken_end(head: str, text: str) -> str:
    """A letter and its accents, or an emoji of several characters, stay together."""
    while head and (_continues(text[len(head)]) or head.endswith(_JOINER)):
        head = head[:-1]
    return head


def _continues(character: str) -> bool:
    return character == _JOINER or bool(unicodedata.combining(character)) or unicodedata.category(character) == "Mn"


def with_ending(text: str, ending: str, *, limit: int, separator: str) -> str:
    """The text gives way to the ending, which keeps half of the limit; of a longer one its own end stays.

    What tells texts apart, such as a number in brackets, is at an ending's end.
    """
    tail = separator + _cut_front(_one_line(ending), limit // 2)
    return cut(text, limit - len(tail)) + tail


def _cut_front(text: str, limit: int) -> str:
    if len(text) <= limit:
        return text
    kept = text[len(text) - limit + 1 :]
    return _ELLIPSIS + (kept.partition(" ")[2] or kept)
