"""CSV as shops export it: any common separator, quoted line ends, blank lines, headers with spaces, long cells."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from storefront.catalogue.importers.text import open_text
from storefront.catalogue.quarantine import QuarantinedRow
from storefront.errors import SourceUnreadable

_SEPARATORS = ",;\t|"
_LONGEST_CELL = 4_000_000  # characters; beyond it a quote was left open somewhere


class Row(NamedTuple):
    """A row's cells by column; `number` is what a spreadsheet shows at its left."""

    number: int
    cells: dict[str, str]


class Table:
    """A file's rows, read one by one each time it is iterated; cells stripped, missing ones at the end empty.

    Where the file stops being CSV the rows end, and `damage` says so. Raises UnknownSource, and SourceUnreadable when
    not even one row came.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.damage: QuarantinedRow | None = None

    def __iter__(self) -> Iterator[Row]:
        csv.field_size_limit(_LONGEST_CELL)
        header: list[str] = []
        number = 0
        with open_text(self._path) as stream:
            separator = _separator(stream.readline())
            stream.seek(0)
            try:
                for number, cells in enumerate(csv.reader(stream, delimiter=separator), start=1):
                    if not any(cell.strip() for cell in cells):
                        continue
                    if header:
                        yield Row(number, _by_column(header, cells))
                    else:
                        header = [cell.strip() for cell in cells]
            except csv.Error as error:
                self._stop(number + 1, error, readable=bool(header))

    @property
    def columns(self) -> frozenset[str]:
        """The names of its columns; none for a table without rows."""
        first = next(iter(self), None)
        return frozenset(first.cells) if first else frozenset()

    def _stop(self, row: int, error: csv.Error, *, readable: bool) -> None:
        reason = f"{self._path.name} stops being CSV near row {row}: {error}."
        remedy = "Look for a quote that is never closed."
        if not readable:
            raise SourceUnreadable(reason, remedy=remedy) from None
        self.damage = QuarantinedRow(row, "", reason, remedy)


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
