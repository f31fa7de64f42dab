"""JSON in the forms it is exported: a list, a list somewhere inside an object, objects in a row, or one a line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from storefront.catalogue.importers.text import open_text
from storefront.catalogue.quarantine import QuarantinedRow, shortened

_CHUNK = 1 << 20
_LONGEST_ITEM = 32 << 20  # characters; a value that goes on beyond is taken for damage, so memory stays bounded
_DEEPEST = 32  # levels; a product has five
_BETWEEN = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder(parse_float=Decimal)
_LISTS = ("products", "items", "data")  # where an object keeps its list, unless the mapping says


class Item(NamedTuple):
    """One object of the source; `number` counts from 1."""

    number: int
    fields: dict[str, Any]


Items = Iterator[Item | QuarantinedRow]


def read_lines(path: Path) -> Items:
    """JSON lines: a line that isn't an object, or is too long to be read, is set aside alone."""
    with open_text(path) as stream:
        number = 0
        while line := stream.readline(_LONGEST_ITEM):
            number += 1
            if len(line) == _LONGEST_ITEM and not line.endswith("\n"):
                _pass_over(stream)
                reason = f"The line has more than {_LONGEST_ITEM:,} characters."
                yield QuarantinedRow(number, "", reason, "Write one object a line.", shortened(line[:400]))
            elif line.strip():
                yield _line(number, line)


def _pass_over(stream: TextIO) -> None:
    """The rest of a line, in pieces."""
    while (piece := stream.readline(_LONGEST_ITEM)) and not piece.endswith("\n"):
        pass


def read_json(path: Path, *, items: str = "") -> Items:
    """The objects of a JSON file, read in pieces. `items` names the list inside ("data.products").

    Where the file stops being JSON the rest is one row of the quarantine list; what came before counts.
    """
    with open_text(path) as stream:
        number = 0
        for value in _values(stream):
            for fields in _expanded(value, items):
                number += 1
                if isinstance(fields, QuarantinedRow):
                    yield replace(fields, row=number)
                else:
                    yield _item(number, fields)


def _line(number: int, line: str) -> Item | QuarantinedRow:
    try:
        fields = _DECODER.decode(line)
    except (ValueError, RecursionError):
        return QuarantinedRow(number, "", "The line isn't JSON.", "Write one object a line.", shortened(line))
    return _item(number, fields)


def _item(number: int, value: Any) -> Item | QuarantinedRow:
    if _is_deep(value):
        return QuarantinedRow(
            number, "", f"The item has more than {_DEEPEST} levels.", "Write products as flat objects."
        )
    if not isinstance(value, dict):
        return QuarantinedRow(number, "", "The item isn't an object.", "Write products as objects.", shortened(value))
    return Item(number, value)


def _is_deep(value: Any) -> bool:
    """Whether it goes so deep that whoever walks down it later would run out of stack."""
    level = [value]
    for _ in range(_DEEPEST):
        level = [one for inside in level for one in _parts(inside)]
        if not level:
            return False
    return True


def _parts(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _expanded(value: Any, items: str) -> Iterator[Any]:
    """The products inside a value: its list, or itself."""
    inside = value
    for name in items.split(".") if items else ():
        inside = inside.get(name) if isinstance(inside, dict) else None
    if not items and isinstance(value, dict):
        inside = next((value[name] for name in _LISTS if isinstance(value.get(name), list)), value)
    yield from inside if isinstance(inside, list) else [inside]


def _values(stream: TextIO) -> Iterator[Any]:
    """Values one after the other, or the elements of a top-level list; a QuarantinedRow where it breaks off."""
    text = stream.read(_CHUNK).lstrip()
    place = int(text.startswith("["))
    while True:
        place = _BETWEEN.match(text, place).end()  # type: ignore[union-attr]  # matches the empty text too
        if text.startswith("]", place):
            return
        value, end = _value_at(text, place)
        if place < end < len(text):  # at the very end of the piece a number might go on
            yield value
            place = end
            continue
        more = stream.read(_CHUNK) if len(text) - place < _LONGEST_ITEM else ""
        if more:
            text, place = text[place:] + more, 0
            continue
        if end > place:
            yield value
        elif place < len(text):
            reason = "From here on the file isn't JSON."
            remedy = "Export the file again; it may be cut off."
            yield QuarantinedRow(0, "", reason, remedy, shortened(text[place : place + 400]))
        return


def _value_at(text: str, place: int) -> tuple[Any, int]:
    """The value that begins there and where it ends; the end is `place` when it isn't complete."""
    try:
        return _DECODER.raw_decode(text, place)
    except (ValueError, RecursionError):
        return None, place
