"""The report card: what the checks found, as JSON for people and programs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

import orjson

from storefront.seo.findings import Finding, Level

FINDINGS_LISTED = 1000


def report_card(findings: Sequence[Finding], *, pages: int, indexable: int) -> bytes:
    """Counts of everything, and the first findings in full."""
    levels = Counter(finding.level for finding in findings)
    by_check = Counter((finding.level, finding.check) for finding in findings)
    content = {
        "pages": pages,
        "indexable_pages": indexable,
        "errors": levels["error"],
        "warnings": levels["warning"],
        "checks": [{"level": level, "check": check, "count": n} for (level, check), n in sorted(by_check.items())],
        "findings": [asdict(finding) for finding in findings[:FINDINGS_LISTED]],
        "findings_left_out": max(0, len(findings) - FINDINGS_LISTED),
    }
    return orjson.dumps(content, option=orjson.OPT_INDENT_2)


def sentences(findings: Sequence[Finding], level: Level) -> list[str]:
    """The findings of a level in words."""
    return [str(finding) for finding in findings if finding.level == level]
