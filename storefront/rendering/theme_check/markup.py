"""A template's HTML as its author wrote it: tags and text with their places, Jinja's parts masked.

What Jinja fills in is written as filler characters, so that every offset stays what it is in the file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from storefront.rendering.theme_check.blocks import COMMENT, Statement, statements

VALUE = "\ue000"  # where {{ … }} stands
EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_TAG = re.compile(
    rf"<!--.*?-->|<!doctype[^>]*>|<(?P<close>/?)(?P<name>[a-zA-Z][\w{VALUE}:-]*)(?P<rest>(?:\"[^\"]*\"|'[^']*'|[^\"'>])*)>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(rf"([^\s\"'<>/={VALUE}]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
_RAW = ("script", "style")
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])


@dataclass(frozen=True, slots=True)
class Attribute:
    value: str  # with `VALUE` where Jinja fills in
    offset: int


@dataclass(frozen=True, slots=True)
class Tag:
    """`name` holds what Jinja fills in as its author wrote it: "h{{ level }}"."""

    name: str
    closes: bool
    is_empty: bool  # <path/>
    start: int
    end: int
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    is_filled: bool = False  # Jinja writes attributes that can't be seen here

    @property
    def opens(self) -> bool:
        return not self.closes and not self.is_empty and self.name not in VOID

    def value(self, name: str) -> str | None:
        found = self.attributes.get(name)
        return found.value if found else None

    def written(self, name: str) -> str | None:
        """An attribute's value when Jinja has no part in it."""
        value = self.value(name)
        return value if value is not None and VALUE not in value else None


@dataclass(frozen=True)
class Piece:
    """Text between tags, or one tag, or one statement of Jinja's between them."""

    start: int
    end: int
    tag: Tag | None = None
    statement: Statement | None = None


@dataclass(frozen=True)
class Markup:
    """A template taken apart."""

    source: str

    @cached_property
    def masked(self) -> str:
        text = COMMENT.sub(lambda found: _blank(found[0], " "), self.source)
        for one in reversed(list(statements(text))):
            text = text[: one.start] + _blank(text[one.start : one.end], " ") + text[one.end :]
        return EXPRESSION.sub(lambda found: _blank(found[0], VALUE), text)

    @cached_property
    def tags(self) -> list[Tag]:
        found: list[Tag] = []
        position = 0
        while (match := _TAG.search(self.masked, position)) is not None:
            position = match.end()
            if match["name"]:
                found.append(self._tag(match))
                position = self._after_raw(found[-1])
        return found

    @cached_property
    def unfinished(self) -> list[int]:
        """Where a tag begins that has no end: a quotation mark or a > is missing."""
        covered = [(tag.start, self._after_raw(tag)) for tag in self.tags]
        covered += [found.span() for found in re.finditer(r"<!.*?>", self.masked, re.DOTALL)]
        begun = [found.start() for found in re.finditer(r"<[a-zA-Z]", self.masked)]
        return [at for at in begun if not any(start <= at < end for start, end in covered)]

    def _tag(self, match: re.Match[str]) -> Tag:
        start, end = match.span("name")
        attributes = {
            one[1].lower(): Attribute((one[2] or "").strip("\"'"), match.start("rest") + one.start())
            for one in _ATTRIBUTE.finditer(match["rest"])
        }
        outside = _ATTRIBUTE.sub("", match["rest"])
        return Tag(
            self.source[start:end].lower() if VALUE not in match["name"] else self.source[start:end],
            bool(match["close"]),
            match["rest"].rstrip().endswith("/"),
            match.start(),
            match.end(),
            attributes,
            VALUE in outside,
        )

    def _after_raw(self, tag: Tag) -> int:
        """Scripts and styles hold no tags: the place of their end."""
        if tag.closes or tag.name not in _RAW:
            return tag.end
        found = self.masked.lower().find(f"</{tag.name}", tag.end)
        return found if found >= 0 else tag.end

    @cached_property
    def pieces(self) -> list[Piece]:
        """Tags and statements in their order; statements within tags are left out."""
        tags = [Piece(tag.start, tag.end, tag=tag) for tag in self.tags]
        inside = [(tag.start, tag.end) for tag in self.tags]
        between = [
            Piece(one.start, one.end, statement=one)
            for one in statements(self.source)
            if not any(start < one.start < end for start, end in inside)
        ]
        return sorted([*tags, *between], key=lambda piece: piece.start)

    def text_between(self, start: int, end: int) -> str:
        """What stands between two places without tags."""
        return _TAG.sub(" ", self.masked[start:end])


def _blank(text: str, filler: str) -> str:
    return re.sub(r"[^\n]", filler, text)
