"""python -m tests.judging [samples|sunglasses] [--runs N]: every judge on every page type, Lighthouse on three of them.

In each theme; exit code 1 when a judge finds an error. `--themes` names some of the themes. Most of judging is waiting
for a browser, so two stores are judged beside each other; Lighthouse, which takes times, has the machine to itself.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from storefront.rendering.themes import theme_names
from tests.judging.judging import NO_TRIALS, judge, lighthouse
from tests.judging.stores import corpus, exported_sample, exported_sunglasses

_TRIED = "home,category,product"
_LANES = 2
_RUNS_THAT_DECIDE = 5


def main() -> int:
    parser = argparse.ArgumentParser(prog="tests.judging")
    parser.add_argument("what", nargs="?", choices=("samples", "sunglasses"), default="samples")
    parser.add_argument("--runs", type=int, default=1, help="of Lighthouse on each page type; 0 leaves it out")
    parser.add_argument("--themes", default=",".join(theme_names()))
    wanted = parser.parse_args()
    themes = wanted.themes.split(",")
    sites = [exported_sample(theme) for theme in themes] if wanted.what == "samples" else _sunglasses(themes)
    with ThreadPoolExecutor(_LANES) as lanes:
        codes = list(lanes.map(lambda site: judge(site, "--only", NO_TRIALS)[0], sites))
    if wanted.runs:
        codes += [_tried(site, wanted.runs) for site in sites]
    return max(codes, default=0)


def _sunglasses(themes: list[str]) -> list[Path]:
    folder = corpus()
    if folder is None:
        raise SystemExit("STORELOOM_CORPUS is not set: name the folder with the shared catalogues.")
    return [site for theme, site in exported_sunglasses(folder).items() if theme in themes]


def _tried(site: Path, runs: int) -> int:
    """What is promised is the median of five runs: a single one below it is no answer yet on a busy machine."""
    code, _ = lighthouse(site, runs, "--types", _TRIED)
    if code and runs < _RUNS_THAT_DECIDE:
        code, _ = lighthouse(site, _RUNS_THAT_DECIDE, "--types", _TRIED)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
