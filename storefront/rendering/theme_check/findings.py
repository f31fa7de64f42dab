"""What a check tells: where a theme has a mistake, what it is, and what was perhaps meant."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One mistake. `file` counts from the theme's folder; lines and columns count from 1."""

    file: str
    line: int
    column: int
    rule: str  # "unknown-field"
    what: str
    remedy: str = ""
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.what} {self.remedy}".rstrip()


def meant(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """ "Did you mean 'name'?", or other advice when nothing is near."""
    near = nearest(name, known)
    return f"Did you mean {near!r}?" if near else otherwise


def nearest(name: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    lower = {one.lower(): one for one in known}
    found = difflib.get_close_matches(name.lower(), lower, n=1, cutoff=cutoff)
    return lower[found[0]] if found else None


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of a position in a text."""
    start = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, offset - start + 1


def column_of(text: str, line: int, word: str) -> int:
    """Where a word stands on a line that is known; 1 when it stands elsewhere."""
    lines = text.splitlines()
    if not 0 < line <= len(lines):
        return 1
    found = re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", lines[line - 1])
    return found.start() + 1 if found else 1
