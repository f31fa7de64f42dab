"""Elements that are opened and closed as they should be, whichever way a template's conditions turn out.

A tag may be opened under a condition and closed under the same one later. So conditions whose branches do not close
what they open are tried out: each of them true and false throughout the template.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from storefront.rendering.theme_check.findings import Finding, meant, place
from storefront.rendering.theme_check.markup import Markup, Piece, Tag

_MOST_CONDITIONS = 6
_SAME = {"loop.last": "loop.first"}  # what the first round opens, the last one closes
_OWN_FRAMES = ("for", "macro", "block", "call", "set", "filter", "with", "autoescape", "raw")


@dataclass
class _Frame:
    """What has to close everything that it opens: the template itself, a loop's body, a macro."""

    parts: list[Tag | _Choice | _Frame] = field(default_factory=list)


@dataclass
class _Choice:
    """An {% if %} with its branches: the condition of each ("" for else), and what is in it."""

    branches: list[tuple[str, _Frame]] = field(default_factory=list)


def check_nesting(file: str, markup: Markup) -> Iterator[Finding]:
    frame, _ = _read(markup.pieces, 0)
    found = {finding.line: finding for finding in _check(file, markup, frame)}
    yield from found.values()


def _check(file: str, markup: Markup, frame: _Frame) -> Iterator[Finding]:
    conditions = sorted(_unbalanced(frame))[:_MOST_CONDITIONS]
    for values in product((True, False), repeat=len(conditions)):
        tags = list(_chosen(frame, dict(zip(conditions, values, strict=True))))
        wrong = _first_wrong(tags)
        if wrong is not None:
            tag, what, remedy = wrong
            yield Finding(file, *place(markup.source, tag.start), "nesting", what, remedy)
            break
    for inner in _inner_frames(frame):
        yield from _check(file, markup, inner)


def _first_wrong(tags: Sequence[Tag]) -> tuple[Tag, str, str] | None:
    opened: list[Tag] = []
    for tag in tags:
        if tag.opens:
            opened.append(tag)
        elif tag.closes:
            names = [one.name for one in opened]
            if not names or (tag.name != names[-1] and tag.name not in names):
                return tag, f"</{tag.name}> closes nothing.", meant(tag.name, names)
            if names[-1] != tag.name:
                return opened[-1], f"<{names[-1]}> is not closed before </{tag.name}>.", f"Add </{names[-1]}>."
            opened.pop()
    if opened:
        return opened[-1], f"<{opened[-1].name}> is not closed.", f"Add </{opened[-1].name}>."
    return None


def _read(pieces: Sequence[Piece], start: int) -> tuple[_Frame, int]:
    """The parts up to the statement that ends them; where that stands."""
    frame, at = _Frame(), start
    while at < len(pieces):
        tag, statement = pieces[at].tag, pieces[at].statement
        if tag is not None:
            frame.parts.append(tag)
        elif statement is not None and statement.word == "if":
            choice, at = _read_choice(pieces, at)
            frame.parts.append(choice)
        elif statement is not None and statement.opens and statement.word in _OWN_FRAMES:
            inner, at = _read(pieces, at + 1)
            frame.parts.append(inner)
            if _is_else(pieces, at):  # of a loop that has nothing to go through
                inner, at = _read(pieces, at + 1)
                frame.parts.append(inner)
        elif statement is not None and (statement.word.startswith("end") or statement.word in ("else", "elif")):
            return frame, at
        at += 1
    return frame, at


def _is_else(pieces: Sequence[Piece], at: int) -> bool:
    statement = pieces[at].statement if at < len(pieces) else None
    return statement is not None and statement.word == "else"


def _read_choice(pieces: Sequence[Piece], at: int) -> tuple[_Choice, int]:
    choice = _Choice()
    while at < len(pieces):
        statement = pieces[at].statement
        condition = _SAME.get(statement.rest, statement.rest) if statement is not None else ""
        frame, at = _read(pieces, at + 1)
        choice.branches.append((condition, frame))
        ended = pieces[at].statement if at < len(pieces) else None
        if ended is None or ended.word not in ("else", "elif"):
            break
    return choice, at


def _unbalanced(frame: _Frame) -> set[str]:
    """The conditions of branches that do not close what they open."""
    found: set[str] = set()
    for part in frame.parts:
        if isinstance(part, _Choice):
            inner = [_first_wrong(list(_chosen(branch, {}))) for _, branch in part.branches]
            if any(inner):
                found |= {condition for condition, _ in part.branches if condition}
            for _, branch in part.branches:
                found |= _unbalanced(branch)
    return found


def _chosen(frame: _Frame, conditions: Mapping[str, bool]) -> Iterator[Tag]:
    """The tags of one way through. Choices whose branches are in order by themselves have no part in it."""
    for part in frame.parts:
        if isinstance(part, Tag):
            yield part
        elif isinstance(part, _Choice) and any(condition in conditions for condition, _ in part.branches):
            taken = [branch for condition, branch in part.branches if conditions.get(condition, not condition)]
            if taken:
                yield from _chosen(taken[0], conditions)


def _inner_frames(frame: _Frame) -> Iterator[_Frame]:
    """Loops and the like, and the branches of choices that are in order by themselves."""
    for part in frame.parts:
        if isinstance(part, _Frame):
            yield part
        elif isinstance(part, _Choice):
            for _, branch in part.branches:
                yield from _inner_frames(branch)
