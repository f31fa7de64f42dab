"""Printing: people's words to the terminal, errors to stderr, one JSON document with --json."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of words.")]


def print_json(document: Any) -> None:
    """Dates as ISO text, decimals as text. Whoever reads it has it at once, also of a command that goes on."""
    data = orjson.dumps(document, default=str, option=orjson.OPT_INDENT_2)
    sys.stdout.write(data.decode() + "\n")
    sys.stdout.flush()


def this_command() -> str:
    """How to call storeloom from here: by its name where the PATH leads to it, otherwise by its place."""
    beside = Path(sys.executable).parent / "storeloom"
    found = shutil.which("storeloom")
    if not beside.is_file() or (found and Path(found).samefile(beside)):
        return "storeloom"
    return str(beside.relative_to(Path.cwd()) if beside.is_relative_to(Path.cwd()) else beside)


def megabytes(size_bytes: float) -> str:
    return f"{size_bytes / 1_000_000:.1f} MB" if size_bytes >= 100_000 else f"{size_bytes / 1000:.1f} kB"
