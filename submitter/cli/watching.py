"""Watching a build from the terminal: a bar per stage, with rate and time left."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn
from rich.text import Text

from storefront.builds.models import Build
from storefront.builds.progress import Progress as BuildProgress
from storefront.builds.progress import StageProgress, progress_of
from storefront.builds.queries import build_of
from storefront.builds.states import STAGES
from storefront.builds.waiting import why_waiting
from submitter.cli.console import err
from submitter.session import Session

_LOOK_EVERY_S = 0.25
_UNITS = {
    "fetch": "photos",
    "plan": "plan",
    "make": "pages and photos",
    "upload": "file lists",
    "seo": "site files",
    "deploy": "release",
}
_STUCK_AFTER_S = 15.0


class _Rate(TextColumn):
    def __init__(self) -> None:
        super().__init__("")

    def render(self, task: object) -> Text:
        speed = getattr(task, "speed", None) or getattr(task, "finished_speed", None)
        return Text(f"{speed:.0f}/s" if speed else "", style="progress.data.speed")


async def watch(
    session: Session, build_id: str, *, quiet: bool = False, every_look: Callable[[], None] | None = None
) -> BuildProgress:
    """Show the build until it has ended; return its last state. `quiet` shows no bars.

    `every_look` is called at each look; what it raises ends the watching.
    """
    with _bars(quiet) as bars:
        rows = {stage: bars.add_task(stage, total=None, start=False, unit=_UNITS[stage]) for stage in STAGES}
        waited = 0.0
        while True:
            build = await build_of(session.mongo, session.tenant, build_id)
            progress = await progress_of(session.mongo, build)
            for stage in progress.stages:
                _draw(bars, rows[stage.stage], stage)
            if build.ended:
                return progress
            if every_look:
                every_look()
            waited = await _tell_if_it_waits(session, build, waited)
            await asyncio.sleep(_LOOK_EVERY_S)


def _bars(quiet: bool) -> Progress:
    return Progress(
        TextColumn("{task.description:<7}"),
        BarColumn(bar_width=32),
        MofNCompleteColumn(),
        TextColumn("{task.fields[unit]}"),
        _Rate(),
        TimeRemainingColumn(compact=True),
        console=err,
        disable=quiet or not err.is_terminal,
    )


def _draw(bars: Progress, row: TaskID, stage: StageProgress) -> None:
    if stage.opened_at is None:
        return
    if not bars.tasks[row].started:
        bars.start_task(row)
    total = stage.items if stage.complete else stage.items or None  # 0 before the catalogue has named its photos
    done = stage.items if stage.complete else stage.items_done
    bars.update(row, total=total, completed=done)


async def _tell_if_it_waits(session: Session, build: Build, waited: float) -> float:
    """Once, when the build has been queued for a while."""
    waited = waited + _LOOK_EVERY_S if build.state == "queued" else 0.0
    if abs(waited - _STUCK_AFTER_S) < _LOOK_EVERY_S / 2:
        why = await why_waiting(session.mongo, build, session.config.limits)
        err.print(f"Still queued: {why}. Workers are started by: storeloom up.")
    return waited
