"""What the checks look for: each by its stable name, with its area, how grave it is, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from storefront.seo.findings import Finding, Level

Area = Literal["truth", "search", "links", "accessibility", "speed", "languages", "catalogue"]


@dataclass(frozen=True, slots=True)
class Rule:
    """An error stops a release: what a customer is told would be wrong, or a part of the page would not work."""

    area: Area
    level: Level
    remedy: str


_THEME = "Mend the theme's template."
_AGREE = "Show the name, price and availability of the page's own content, with its texts as they are."
_SHORTEN = "Leave out of the theme's files what this kind of page does not use."

RULES: Mapping[str, Rule] = {
    "name differs": Rule("truth", "error", _AGREE),
    "price differs": Rule("truth", "error", _AGREE),
    "availability differs": Rule("truth", "error", _AGREE),
    "rating differs": Rule("truth", "error", "Show the rating of the page's own content."),
    "markup unreadable": Rule("truth", "error", "Write each of page.structured_data into its script as it is."),
    "markup missing": Rule("truth", "error", "Write page.structured_data into the head."),
    "lowest price not shown": Rule("truth", "warning", "Show every variant with its price."),
    "title differs": Rule("search", "error", "Write meta.title into the one title of the head."),
    "description differs": Rule("search", "error", "Write meta.description into the head once."),
    "main heading": Rule("search", "error", "Give the page one h1 with its name."),
    "heading order": Rule("accessibility", "warning", "Let each heading be one level below the one it belongs to."),
    "language missing": Rule("accessibility", "error", 'Write lang="{{ page.locale }}" into <html>.'),
    "alternative text": Rule("accessibility", "error", "Write the picture's alt, empty where it only decorates."),
    "label missing": Rule("accessibility", "error", "Put a label around the control, or name it with aria-label."),
    "id used twice": Rule("accessibility", "error", "Number the ids of what is repeated."),
    "template remains": Rule("truth", "error", _THEME),
    "placeholder in a text": Rule("catalogue", "warning", "Look whether the catalogue means it so."),
    "empty value shown": Rule("truth", "error", "Ask with {% if %} whether there is a value."),
    "inline handler": Rule("links", "error", "Listen for the event in the page's script; the policy forbids handlers."),
    "inline style": Rule("links", "error", "Move it into the stylesheet; the policy forbids style attributes."),
    "page too heavy": Rule("speed", "warning", _SHORTEN),
    "styles too heavy": Rule("speed", "warning", _SHORTEN),
    "scripts too heavy": Rule("speed", "warning", _SHORTEN),
}

_AREAS: Mapping[str, Area] = {
    "title missing": "search",
    "title too long": "search",
    "title not unique": "search",
    "description missing": "search",
    "description too long": "search",
    "description not unique": "search",
    "address": "search",
    "broken link": "links",
    "link needs a redirect": "links",
    "orphan page": "links",
    "language versions": "languages",
    "text missing": "languages",
    "colours": "accessibility",
}


def area_of(check: str) -> Area:
    """What is not of a page's making is the catalogue's: photos that could not be used."""
    rule = RULES.get(check)
    return rule.area if rule else _AREAS.get(check, "catalogue")


def problem(check: str, reason: str) -> str:
    """A finding as it travels in a page's mark: "error: price differs: The page shows …"."""
    return f"{RULES[check].level}: {check}: {reason}"


def finding(page: str, told: str) -> Finding:
    """A mark's problem with all that is known of it. Words without a known check are of the catalogue."""
    _, _, rest = told.partition(": ")
    check, _, reason = rest.partition(": ")
    if reason and check in RULES:
        return Finding(RULES[check].level, check, page, reason, RULES[check].remedy)
    if told.startswith("error: "):
        return Finding("error", "note", page, rest, "")
    return Finding("warning", "note", page, told.removeprefix("warning: "), "")
