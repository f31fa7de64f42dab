"""A stage's bar shows what its rows say."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storefront.builds.progress import StageProgress
from submitter.cli.watching import _bars, _draw

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stage", "total", "completed"),
    [
        (StageProgress("fetch", opened_at=NOW), None, 0),
        (StageProgress("fetch", items=20, items_done=16, opened_at=NOW), 20, 16),
        (StageProgress("fetch", items=20, items_done=20, opened_at=NOW, closed_at=NOW, complete=True), 20, 20),
        (StageProgress("fetch", opened_at=NOW, closed_at=NOW, complete=True), 0, 0),
        (StageProgress("fetch", items=20, items_done=4, opened_at=NOW, closed_at=NOW), 20, 4),
        (StageProgress("deploy", items=1, opened_at=NOW, closed_at=NOW, complete=True), 1, 1),
    ],
    ids=["photos not known", "under way", "done", "no photos", "failed", "live"],
)
def test_a_bar(stage: StageProgress, total: int | None, completed: int) -> None:
    bars = _bars(quiet=True)
    row = bars.add_task(stage.stage, total=None, start=False, unit="photos")
    _draw(bars, row, stage)
    assert (bars.tasks[row].total, bars.tasks[row].completed) == (total, completed)
    assert bars.tasks[row].started


def test_a_stage_to_come_has_not_started() -> None:
    bars = _bars(quiet=True)
    row = bars.add_task("make", total=None, start=False, unit="pages")
    _draw(bars, row, StageProgress("make"))
    assert not bars.tasks[row].started
