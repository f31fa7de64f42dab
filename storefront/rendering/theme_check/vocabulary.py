"""Names that HTML, SVG and CSS know: what is not among them but near to one of them is a slip."""

from __future__ import annotations

import tomllib
from pathlib import Path

_TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def _names(key: str) -> frozenset[str]:
    return frozenset(_TABLE[key].split())


ELEMENTS = _names("elements")
OUTDATED = _names("outdated")
ATTRIBUTES = _names("attributes")
ARIA = _names("aria")
PROPERTIES = _names("properties")
AT_RULES = _names("at_rules")
MEDIA_FEATURES = _names("media_features")
