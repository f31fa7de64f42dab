"""Printing: people's words to the terminal, errors to stderr, one JSON document with --json."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document instead of words.")]


def print_json(document: Any) -> None:
    """Dates as ISO text, decimals as text."""
    data = orjson.dumps(document, default=str, option=orjson.OPT_INDENT_2)
    sys.stdout.write(data.decode() + "\n")


def megabytes(size_bytes: float) -> str:
    return f"{size_bytes / 1_000_000:.1f} MB" if size_bytes >= 100_000 else f"{size_bytes / 1000:.1f} kB"
