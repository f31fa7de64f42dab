"""What a build came to, in words and as a document."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from storefront.builds.models import Build, build_from
from storefront.builds.progress import Progress, StageProgress
from submitter.cli.summary import build_document, seconds_of, tell_build

ASKED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
COUNTS = {
    "products": 1200,
    "quarantined": 13,
    "pages": 2600,
    "images": 48,
    "images_encoded": 40,
    "images_reused": 8,
    "image_bytes_before": 9_000_000,
    "image_bytes_after": 2_500_000,
    "style_bytes_before": 52_000,
    "style_bytes_after": 26_000,
    "script_bytes_before": 100_000,
    "script_bytes_after": 58_000,
}


def a_build(state: str, **fields: Any) -> Build:
    row = {
        "_id": "b1", "tenant_id": "local", "store_id": "optician", "state": state, "stage": "make", "epoch": 1,
        "number": 1, "trigger": "cli", "created_at": ASKED, "deadline_s": 60,
    }  # fmt: skip
    return build_from({**row, **fields})


def told(build: Build, capsys: pytest.CaptureFixture[str], percent: float = 0.0) -> str:
    stages = [StageProgress("fetch", opened_at=ASKED, closed_at=ASKED + timedelta(seconds=1.25)), StageProgress("plan")]
    tell_build(Progress(build, percent, stages))
    return capsys.readouterr().out


def test_a_live_build_is_told_in_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [{"what": f"p{n}.jpg", "reason": "It is [empty].", "remedy": "Replace it."} for n in range(10)]
    summary = {"counts": COUNTS, "problems": problems, "problem_count": 10, "release": {"size_bytes": 2_000_000}}
    ended = ASKED + timedelta(seconds=7.5)
    build = a_build("live", outcome="changed", release_id="abcdef0123456789", finished_at=ended, summary=summary)
    lines = told(build, capsys).splitlines()
    assert lines[0] == "Build b1 of optician: live after 7.5 s (changed)."
    assert lines[1:8] == [
        "  products  1,200, set aside 13",
        "  pages     2,600",
        "  images    48, encoded 40, reused 8",
        "  encoded   9.0 MB of photos into 2.5 MB of files",
        "  theme     52.0 kB of styles into 26.0 kB a page at most, 0.1 MB of scripts into 58.0 kB",
        "  release   abcdef012345, 2.0 MB",
        "  time      fetch 1.2 s",
    ]
    assert lines[8:] == ["  note      p0.jpg and 9 more: It is [empty]. Replace it."]


def test_of_many_reasons_the_first_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [{"what": f"p{n}.jpg", "reason": f"It broke at byte {n}.", "remedy": "Replace it."} for n in range(10)]
    summary = {"problems": problems, "problem_count": 300}
    build = a_build("live", outcome="changed", release_id="a" * 64, finished_at=ASKED, summary=summary)
    notes = [line for line in told(build, capsys).splitlines() if "note" in line or "more" in line]
    assert notes[0] == "  note      p0.jpg: It broke at byte 0. Replace it."
    assert (len(notes), notes[-1]) == (9, "            … and 292 problems more: storeloom status b1 --json")


def test_nothing_encoded_is_not_mentioned(capsys: pytest.CaptureFixture[str]) -> None:
    build = a_build("live", outcome="unchanged", release_id="a" * 64, finished_at=ASKED, summary={})
    said = told(build, capsys)
    assert "encoded   " not in said
    assert "note" not in said


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (a_build("queued"), "queued."),
        (a_build("running"), "running, stage make, 42 %."),
        (a_build("superseded", reason="replaced by the newer build b2"), "superseded: replaced by the newer build b2."),
        (a_build("timed_out", reason="Not done within 60 s."), "timed out: Not done within 60 s."),
        (a_build("failed", reason="The disk is full."), "failed: The disk is full."),
    ],
)
def test_other_ends_are_told_in_a_line(build: Build, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(build, capsys, percent=42.0) == f"Build b1 of optician: {words}\n"


def test_a_queued_build_says_why_it_waits(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress(a_build("queued"), 0.0)
    tell_build(progress, "4 builds of the tenant run")
    assert capsys.readouterr().out == "Build b1 of optician: queued, waits: 4 builds of the tenant run.\n"
    assert build_document(progress, "4 builds of the tenant run")["waits"] == "4 builds of the tenant run"


def test_the_document_has_times_and_counts() -> None:
    build = a_build("running", started_at=ASKED)
    stages = [StageProgress("fetch", opened_at=ASKED, closed_at=ASKED + timedelta(seconds=2)), StageProgress("plan")]
    document = build_document(Progress(build, 17.5, stages))
    assert (document["build_id"], document["state"], document["progress_percent"]) == ("b1", "running", 17.5)
    assert (document["seconds"], document["stage_seconds"]) == (None, {"fetch": 2.0})


def test_seconds_count_from_asking() -> None:
    assert seconds_of(a_build("live", finished_at=ASKED + timedelta(milliseconds=1234))) == 1.234


def test_uploaded_photos_are_told_by_their_names(capsys: pytest.CaptureFixture[str]) -> None:
    problem = {"what": f"upload:{64 * 'a'}/front view.jpg", "reason": "It is empty.", "remedy": "Replace it."}
    summary = {"counts": COUNTS, "problems": [problem], "problem_count": 1}
    build = a_build("live", outcome="changed", release_id="abcdef", finished_at=ASKED, summary=summary)
    assert told(build, capsys).splitlines()[-1] == "  note      front view.jpg: It is empty. Replace it."
