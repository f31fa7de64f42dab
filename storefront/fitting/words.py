"""Fitting's texts by language, flat keys (`fit.…`) for a theme's texts to be merged with."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import orjson

_FOLDER = Path(__file__).parent / "texts"


@cache
def fitting_texts(language: str) -> dict[str, str]:
    """All texts of a language ("es"; a region is ignored), in English where there are none."""
    path = _FOLDER / f"{language[:2]}.json"
    texts: dict[str, str] = orjson.loads((path if path.is_file() else _FOLDER / "en.json").read_bytes())
    return texts
