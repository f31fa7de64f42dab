"""python -m tests.judging.lighthouse [RUNS]: every page type of every theme; the table goes to docs/performance.md.

The part between the two marks is written anew, with the day and the machine.
"""

from __future__ import annotations

import datetime
import platform
import sys
from pathlib import Path

import psutil

from tests.judging.judging import lighthouse, lighthouse_scores
from tests.judging.stores import ROOT, exported_samples

PAGE = ROOT / "docs" / "performance.md"
START, END = "<!-- lighthouse -->", "<!-- end of lighthouse -->"
_CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


def main(runs: int) -> int:
    rows: list[str] = []
    worst = 0
    for theme, site in exported_samples().items():
        code, report = lighthouse(site, runs)
        worst = max(worst, code)
        rows += _rows(theme, site, lighthouse_scores(report))
        write_table(PAGE, [*_head(runs), *rows])
    return worst


def _head(runs: int) -> list[str]:
    """Which day, which machine, how often."""
    machine = f"{psutil.cpu_count()} cores of {platform.processor() or platform.machine()}, {_memory_gb()} GB"
    today = datetime.datetime.now(tz=datetime.UTC).date()
    return [
        f"{today:%Y-%m-%d}, {machine}, median of {runs} runs (mobile), load {psutil.getloadavg()[0]:.1f}.",
        "",
        "| Theme | Page | Performance | Accessibility | Best practices | SEO |",
        "|---|---|--:|--:|--:|--:|",
    ]


def _memory_gb() -> int:
    return round(psutil.virtual_memory().total / 1_000_000_000)


def _rows(theme: str, site: Path, scores: dict[str, dict[str, float]]) -> list[str]:
    return [
        f"| {theme} | {file} | " + " | ".join(_percent(of.get(name)) for name in _CATEGORIES) + " |"
        for file, of in sorted(scores.items())
    ]


def _percent(score: float | None) -> str:
    return "–" if score is None else f"{score * 100:.0f}"


def write_table(page: Path, lines: list[str]) -> None:
    """Between the marks; the rest of the page stays as it is."""
    before, _, rest = page.read_text(encoding="utf-8").partition(START)
    after = rest.partition(END)[2]
    page.write_text(f"{before}{START}\n\n" + "\n".join(lines) + f"\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
