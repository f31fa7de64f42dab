"""A score for each area: how many of the pages are free of findings, from 0 to 100."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storefront.seo.findings import Finding
from storefront.seo.rules import Area, area_of

LABELS: dict[Area, str] = {
    "truth": "One truth everywhere",
    "search": "Search engines",
    "links": "Links and files",
    "accessibility": "Accessibility",
    "speed": "Weight and speed",
    "languages": "Languages",
    "catalogue": "Catalogue",
}

_OF_A_WARNING = 0.25  # a page with a warning costs a quarter of one with an error
_MOST_WITH_ERRORS = 89  # an area with an error is never among the good ones


@dataclass(frozen=True, slots=True)
class Score:
    area: Area
    label: str
    score: int
    errors: int
    warnings: int


def scores(findings: Sequence[Finding], pages: int) -> list[Score]:
    """Of every area, in a fixed order."""
    return [
        _score(area, label, [one for one in findings if area_of(one.check) == area], pages)
        for area, label in LABELS.items()
    ]


def overall(told: Sequence[Score]) -> int:
    """The mean, and never better than an area that has an error."""
    mean = round(sum(score.score for score in told) / len(told))
    return min([mean, *(score.score for score in told if score.errors)])


def _score(area: Area, label: str, findings: Sequence[Finding], pages: int) -> Score:
    wrong = {one.page for one in findings if one.level == "error"}
    doubtful = {one.page for one in findings} - wrong
    lost = (len(wrong) + _OF_A_WARNING * len(doubtful)) / max(1, pages)
    score = max(0, min(_MOST_WITH_ERRORS if wrong else 100, int(100 * (1 - lost))))
    errors = sum(one.level == "error" for one in findings)
    return Score(area, label, score, errors, len(findings) - errors)
