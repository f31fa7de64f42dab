"""The font families that come along: files, and how the font that stands in while they load is made their size.

themes/_shared/assets/fonts/
    fonts.toml                    the families
    NAME-latin.woff2 …            a variable font for each part of the alphabet, NAME-italic-… where there is an italic
    NAME-licence.txt              its licence, the SIL Open Font License in every case
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).resolve().parents[2] / "themes" / "_shared" / "assets" / "fonts"
_NAME_IN_THEME = "assets/fonts/"


@dataclass(frozen=True, slots=True)
class Face:
    """One file: a part of the alphabet, upright or italic."""

    file: str  # "cormorant-latin.woff2"
    style: str  # "normal", "italic"
    letters: str  # CSS's unicode-range

    def read(self) -> bytes:
        return (_FOLDER / self.file).read_bytes()


@dataclass(frozen=True, slots=True)
class Family:
    """Percentages are of the letters' size, as CSS's size-adjust, ascent-override and descent-override have them."""

    name: str
    generic: str  # "serif", "sans-serif"
    weights: str  # "300 700"
    faces: tuple[Face, ...]
    stand_ins: tuple[str, ...]  # fonts of the reader's system
    size_adjust: float
    ascent: float
    descent: float


@cache
def font_library() -> Mapping[str, Family]:
    """By name, in the table's order."""
    table = tomllib.loads((_FOLDER / "fonts.toml").read_text(encoding="utf-8"))
    return {name: _family(name, row, table) for name, row in table["families"].items()}


def is_in_library(file: str) -> bool:
    """Whether a theme's file is the library's: published with the stores that chose its family only."""
    return file.startswith(_NAME_IN_THEME) and file.removeprefix(_NAME_IN_THEME) in _library_files()


def perhaps_meant(name: str) -> str:
    """For the remedy where there is no such family."""
    by_folded = {known.casefold(): known for known in font_library()}
    near = difflib.get_close_matches(name.casefold(), by_folded, n=1, cutoff=0.5)
    known = ", ".join(font_library())
    return f"Perhaps you mean {by_folded[near[0]]!r}. There are: {known}." if near else f"There are: {known}."


@cache
def _library_files() -> frozenset[str]:
    return frozenset(path.name for path in _FOLDER.iterdir())


def _family(name: str, row: Mapping[str, Any], table: Mapping[str, Any]) -> Family:
    styles = ["normal", "italic"] if row["italic"] else ["normal"]
    parts: Mapping[str, str] = table["parts"]
    stem = row["file"]
    return Family(
        name=name,
        generic=row["generic"],
        weights=row["weights"],
        faces=tuple(
            Face(f"{stem}{'' if style == 'normal' else '-italic'}-{part}.woff2", style, letters)
            for style in styles
            for part, letters in parts.items()
        ),
        stand_ins=tuple(table["stand_ins"][row["generic"]]),
        size_adjust=row["size_adjust"],
        ascent=row["ascent"],
        descent=row["descent"],
    )
