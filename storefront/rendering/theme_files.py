"""A theme's files: which there are, and reading texts with errors that name file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from storefront.errors import ThemeBroken

TOML_LINE = re.compile(r"line (\d+)")


def files_below(folder: Path) -> Iterator[Path]:
    """All files below a folder in a fixed order, without what editors and Python leave behind."""
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith((".", "__")) for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise ThemeBroken(f"{path.name}, line {line}: not UTF-8 text.", remedy="Save the file as UTF-8.") from error


def read_table(path: Path) -> dict[str, Any]:
    """A TOML file's table."""
    text = read_text(path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = TOML_LINE.search(str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        raise ThemeBroken(f"{path.name}, line {line}: {error}.", remedy="Correct the TOML there.") from error


def read_json(path: Path) -> dict[str, Any]:
    """A locale's texts: one flat object of texts and plural forms."""
    text = read_text(path)
    try:
        table = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise ThemeBroken(
            f"{path.name}, line {error.lineno}: {error.msg}.", remedy="Correct the JSON there."
        ) from error
    wrong = _first_wrong(table)
    if wrong is not None:
        raise ThemeBroken(
            f"{path.name}: {wrong}.", remedy='Each key has a text, or {"one": …, "other": …} for a number of things.'
        )
    return dict(table)


def _first_wrong(table: object) -> str | None:
    if not isinstance(table, dict):
        return "not an object of texts"
    for key, value in table.items():
        forms = list(value.values()) if isinstance(value, dict) else [value]
        if isinstance(value, dict) and "other" not in value:
            return f'{key!r} has no form for "other"'
        if not all(isinstance(form, str) for form in forms):
            return f"{key!r} is no text"
    return None
