"""The report card: what the checks found, as JSON for programs and as a page for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import orjson

from storefront.seo.findings import Finding, Level
from storefront.seo.report.colours import Pair
from storefront.seo.report.scores import overall, scores
from storefront.seo.report.weights import Weight
from storefront.seo.rules import area_of

FINDINGS_LISTED = 1000
PAGES_LISTED = 20  # of each check
TEXTS_LISTED = 200  # of each locale


@dataclass(frozen=True, slots=True)
class Looked:
    """What was looked at besides the findings."""

    store: str
    build_id: str
    pages: int
    indexable: int
    weights: Sequence[Weight] = ()
    colours: Sequence[Pair] = ()
    missing_texts: Mapping[str, Sequence[str]] | None = None  # locale → keys
    feeds: Sequence[str] = ()  # paths
    products_without_feed: int = 0  # pages of products that feeds can't show


def report_card(findings: Sequence[Finding], looked: Looked) -> dict[str, Any]:
    """The card as plain values. `findings` in order: errors first."""
    told = scores(findings, looked.pages)
    errors = sum(score.errors for score in told)
    missing = looked.missing_texts or {}
    return {
        "store": looked.store,
        "build_id": looked.build_id,
        "score": overall(told),
        "pages": looked.pages,
        "indexable_pages": looked.indexable,
        "errors": errors,
        "warnings": len(findings) - errors,
        "areas": [asdict(score) for score in told],
        "checks": _checks(findings),
        "weights": [asdict(weight) for weight in looked.weights],
        "colours": [{**asdict(pair), "readable": pair.readable} for pair in looked.colours],
        "missing_texts": {locale: list(keys)[:TEXTS_LISTED] for locale, keys in sorted(missing.items()) if keys},
        "feeds": list(looked.feeds),
        "products_without_feed": looked.products_without_feed,
        "findings": [asdict(finding) for finding in findings[:FINDINGS_LISTED]],
        "findings_left_out": max(0, len(findings) - FINDINGS_LISTED),
    }


def encode_card(card: Mapping[str, Any]) -> bytes:
    return orjson.dumps(card, option=orjson.OPT_INDENT_2)


def _checks(findings: Sequence[Finding]) -> list[dict[str, Any]]:
    """What was found, by check: how often, on which pages, and what to do about it."""
    groups: dict[tuple[Level, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.level, finding.check), []).append(finding)
    return [
        {
            "level": level,
            "check": check,
            "area": area_of(check),
            "count": len(group),
            "remedies": list(dict.fromkeys(one.remedy for one in group if one.remedy))[:3],
            "pages": [{"page": one.page, "reason": one.reason} for one in group[:PAGES_LISTED]],
        }
        for (level, check), group in sorted(groups.items())
    ]


def sentences(findings: Sequence[Finding], level: Level) -> list[str]:
    """The findings of a level in words."""
    return [str(finding) for finding in findings if finding.level == level]
