"""python -m tests.judging [samples|sunglasses] [--runs N]: every judge on every page type, Lighthouse on three of them.

In each theme; exit code 1 when a judge finds an error. `--themes` names some of the themes.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from storefront.rendering.themes import theme_names
from tests.judging.judging import NO_TRIALS, judge
from tests.judging.stores import corpus, exported_sample, exported_sunglasses

_TRIED = "home,category,product"


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.judging")
    parser.add_argument("what", nargs="?", choices=("samples", "sunglasses"), default="samples")
    parser.add_argument("--runs", type=int, default=1, help="of Lighthouse on each page type; 0 leaves it out")
    parser.add_argument("--themes", default=",".join(theme_names()))
    wanted = parser.parse_args()
    themes = wanted.themes.split(",")
    sites = [exported_sample(theme) for theme in themes] if wanted.what == "samples" else _sunglasses(themes)
    return max((_judged(site, wanted.runs) for site in sites), default=0)


def _sunglasses(themes: list[str]) -> list[Path]:
    folder = corpus()
    if folder is None:
        raise SystemExit("STORELOOM_CORPUS is not set: name the folder with the shared catalogues.")
    return [site for theme, site in exported_sunglasses(folder).items() if theme in themes]


def _judged(site: Path, runs: int) -> int:
    codes = [judge(site, "--only", NO_TRIALS)[0]]
    if runs:
        codes.append(judge(site, "--only", "lighthouse", "--lighthouse", str(runs), "--types", _TRIED)[0])
    return max(codes)


if __name__ == "__main__":
    raise SystemExit(main())
