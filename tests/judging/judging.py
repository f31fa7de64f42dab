"""Calls the judges: a folder, what they shall look at, and what they answer."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import orjson

from tests.judging.stores import HERE

_NOT_SCORED = "lighthouse could not score the page"
NO_TRIALS = "html,links,jsonld,truth,sitemap,axe,weight,noscript,keyboard,security"


def judge(site: Path, *options: str) -> tuple[int, dict[str, Any]]:
    """The judges' exit code and whole report; their table goes to the terminal when they are done."""
    report = HERE / f"{site.name}.json"
    command = [str(_judges() / "judge"), str(site), "--show", "3", "--json", str(report), *options]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    print(f"\n{site.name}: judge {' '.join(options)}\n{done.stdout}", flush=True)
    return done.returncode, orjson.loads(report.read_bytes()) if done.returncode != 2 else {}


def _judges() -> Path:
    named = os.environ.get("STORELOOM_JUDGES")
    if not named:
        raise SystemExit("STORELOOM_JUDGES is not set: name the folder with the judges, set up once with its setup.")
    return Path(named)


def lighthouse(site: Path, runs: int, *options: str) -> tuple[int, dict[str, Any]]:
    """0 where every median is good enough.

    Chromium loses the trace of a run now and then; where other runs of the page were scored, that is no fault of it.
    """
    code, report = judge(site, "--only", "lighthouse", "--lighthouse", str(runs), *options)
    return (1 if _faults(report) else 0) if code == 1 else code, report


def _faults(report: dict[str, Any]) -> list[dict[str, Any]]:
    scored = lighthouse_scores(report)
    errors = [one for of in report["judges"] for one in of["findings"] if one["level"] == "error"]
    return [one for one in errors if one["kind"] != _NOT_SCORED or one["where"] not in scored]


def lighthouse_scores(report: dict[str, Any]) -> dict[str, dict[str, float]]:
    """Page file → category → median."""
    found = next((one["data"] for one in report.get("judges", []) if one["judge"] == "lighthouse"), {})
    return {file: {name: score for name, score in of.items() if name != "runs" and score} for file, of in found.items()}
