"""Ids: each once on a page, and those that labels and links name are there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from storefront.rendering.theme_check.findings import Finding, meant, place
from storefront.rendering.theme_check.markup import VALUE, Markup, Piece

_NAMING = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "list")
_HANDED_ON = re.compile(r"[\"']([a-z][\w-]*)[\"']")
_ONCE = ("loop.first", "loop.last")
Path = tuple[tuple[int, int], ...]  # the branches of conditions that lead to a place: (condition, branch)


def check_identifiers(file: str, markup: Markup) -> Iterator[Finding]:
    """Ids that a template has twice, or within a loop."""
    seen: dict[str, list[Path]] = {}
    for piece, path, in_loop in _walk(markup.pieces):
        identifier = piece.tag.written("id") if piece.tag and not piece.tag.closes else None
        if not identifier or piece.tag is None:
            continue
        where = place(markup.source, piece.tag.attributes["id"].offset)
        if in_loop:
            remedy = "Add {{ loop.index }} to it."
            yield Finding(
                file, *where, "doubled-id", f"The id {identifier!r} is given in every round of a loop.", remedy
            )
        elif any(not _exclusive(path, other) for other in seen.get(identifier, [])):
            yield Finding(
                file, *where, "doubled-id", f"The id {identifier!r} is there twice.", "Give one another name."
            )
        seen.setdefault(identifier, []).append(path)


def check_references(file: str, markup: Markup, identifiers: Iterable[str]) -> Iterator[Finding]:
    """What names an id that no template of its page has. `identifiers` may end in a star, for what Jinja fills in."""
    known = set(identifiers)
    starts = tuple(one.rstrip("*") for one in known if one.endswith("*"))
    for tag in markup.tags:
        for name, attribute in tag.attributes.items():
            for wanted in _wanted(tag.name, name, attribute.value):
                if wanted not in known and not (starts and wanted.startswith(starts)):
                    what = f"{name} names {wanted!r}, an id that is nowhere on the page."
                    yield Finding(
                        file, *place(markup.source, attribute.offset), "unknown-id", what, meant(wanted, known)
                    )


def identifiers_of(markup: Markup) -> set[str]:
    """The ids that a template gives; "row-*" for one that Jinja ends."""
    found = {tag.value("id") or "" for tag in markup.tags if not tag.closes}
    given = {one.partition(VALUE)[0] + ("*" if VALUE in one else "") for one in found if one}
    return given - {"*"}


def names_handed_on(source: str) -> set[str]:
    """Texts in a template's expressions: a macro may make an id of them."""
    return set(_HANDED_ON.findall(source))


def _wanted(tag: str, name: str, value: str) -> list[str]:
    if VALUE in value:
        return []
    if name in _NAMING:
        return value.split()
    return [value[1:]] if tag == "a" and name == "href" and value.startswith("#") and len(value) > 1 else []


def _walk(pieces: Iterable[Piece]) -> Iterator[tuple[Piece, Path, bool]]:
    path: list[tuple[int, int]] = []
    loops, once = 0, -1
    for number, piece in enumerate(pieces):
        word = piece.statement.word if piece.statement else ""
        if word == "if":
            path.append((number, 0))
            once = number if piece.statement and piece.statement.rest in _ONCE else once
        elif word in ("elif", "else") and path:
            path[-1] = (path[-1][0], path[-1][1] + 1)
        elif word == "endif" and path:
            path.pop()
        loops += {"for": 1, "endfor": -1}.get(word, 0)
        yield piece, tuple(path), loops > 0 and (once, 0) not in path


def _exclusive(one: Path, other: Path) -> bool:
    """Two branches of one condition are never both there."""
    branches: Mapping[int, int] = dict(one)
    return any(branches.get(condition, branch) != branch for condition, branch in other)
