"""The report card as a page of its own: one file, without scripts, readable on any screen and on paper."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template


def report_page(card: Mapping[str, Any]) -> str:
    """`card` is what report_card made, or was read back from its JSON."""
    return _template().render(card=card, area_names={area["area"]: area["label"] for area in card["areas"]})


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["kilobytes"] = lambda size: f"{size / 1000:.1f} kB"
    return environment.from_string((Path(__file__).parent / "page.html").read_text(encoding="utf-8"))
