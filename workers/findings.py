"""What an examination finds: one line about one thing, and what to do where it is not well."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    level: Level
    what: str
    remedy: str = ""


def ok(what: str) -> Finding:
    return Finding("ok", what)


def warning(what: str, remedy: str) -> Finding:
    return Finding("warning", what, remedy)


def error(what: str, remedy: str) -> Finding:
    return Finding("error", what, remedy)
