"""CSV as shops export it: any common separator, quoted line ends, blank lines, headers with spaces, long cells."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from storefront.catalogue.importers.text import open_text
from storefront.errors import SourceUnreadable

_SEPARATORS = ",;\t|"
_LONGEST_CELL = 4_000_000  # characters; beyond it a quote was left open somewhere
_HEADER_LINES = 20  # how far down the header may be


class Row(NamedTuple):
    """A row's cells by column; `number` is what a spreadsheet shows at its left."""

    number: int
    cells: dict[str, str]


def read_table(path: Path) -> Iterator[Row]:
    """The rows one by one, cells stripped, columns missing at the end empty. Raises UnknownSource, SourceUnreadable."""
    csv.field_size_limit(_LONGEST_CELL)
    with open_text(path) as stream:
        separator = _separator(stream.readline())
        stream.seek(0)
        header: list[str] = []
        try:
            for number, cells in enumerate(csv.reader(stream, delimiter=separator), start=1):
                if not any(cell.strip() for cell in cells):
                    continue
                if header:
                    yield Row(number, _by_column(header, cells))
                else:
                    header = [cell.strip() for cell in cells]
        except csv.Error as error:
            reason = f"{path.name} stops being CSV near row {number + 1}: {error}."
            raise SourceUnreadable(reason, remedy="Look for a quote that is never closed.") from None


def columns_of(path: Path) -> frozenset[str]:
    """The names of a table's columns; none for an empty file."""
    first = next(read_table(path), None)
    return frozenset(first.cells) if first else frozenset()


def _separator(line: str) -> str:
    """The separator met most outside of quotes in the first line; the comma when there is none."""
    outside = "".join(line.split('"')[::2])
    counts = Counter(character for character in outside if character in _SEPARATORS)
    return counts.most_common(1)[0][0] if counts else ","


def _by_column(header: list[str], cells: list[str]) -> dict[str, str]:
    """Cells under their names; of two columns of one name the first that says something counts."""
    row: dict[str, str] = {}
    for place, name in enumerate(header):
        cell = cells[place].strip() if place < len(cells) else ""
        if name and not row.get(name):
            row[name] = cell
    return row
