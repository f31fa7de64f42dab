"""What a build came to: for people after it has ended, and as a JSON document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storefront.builds.models import Build
from storefront.builds.progress import Progress
from submitter.cli.console import megabytes, out

_TOLD = 8


def build_document(progress: Progress, waits: str | None = None) -> dict[str, Any]:
    """One build for --json; times are ISO 8601 in UTC, durations seconds. `waits`: why, if it is queued."""
    build = progress.build
    return {
        "build_id": build.build_id,
        "store_id": build.scope.store_id,
        "state": build.state,
        "stage": build.stage,
        "outcome": build.outcome,
        "code": build.code,
        "reason": build.reason,
        "waits": waits,
        "successor": build.successor,
        "release_id": build.release_id,
        "progress_percent": progress.percent,
        "created_at": build.created_at,
        "started_at": build.started_at,
        "finished_at": build.finished_at,
        "seconds": seconds_of(build),
        "stage_seconds": {stage.stage: stage.seconds for stage in progress.stages if stage.seconds is not None},
        **build.summary,
    }


def seconds_of(build: Build) -> float | None:
    """From asking to the end."""
    if build.finished_at is None:
        return None
    return round((build.finished_at - build.created_at).total_seconds(), 3)


def tell_build(progress: Progress, waits: str | None = None) -> None:
    build = progress.build
    out.print(f"Build {build.build_id} of {build.scope.store_id}: {_state_in_words(build, progress, waits)}")
    if build.state == "live":
        _tell_counts(build)
        _tell_times(progress)
        _tell_problems(build)


def _state_in_words(build: Build, progress: Progress, waits: str | None) -> str:
    match build.state:
        case "live":
            return f"live after {seconds_of(build):.1f} s ({build.outcome})."
        case "queued":
            return f"queued, waits: {waits}." if waits else "queued."
        case "running":
            return f"running, stage {build.stage}, {progress.percent:.0f} %."
        case "superseded":
            return f"superseded: {build.reason}."
        case _:
            return f"{build.state.replace('_', ' ')}: {build.reason or ''}"


def _tell_counts(build: Build) -> None:
    counts = build.summary.get("counts", {})
    files = build.summary.get("release", {})
    number = {name: f"{int(value):,}" for name, value in counts.items()}
    out.print(f"  products  {number.get('products', 0)}, set aside {number.get('quarantined', 0)}")
    out.print(f"  pages     {number.get('pages', 0)}")
    out.print(
        f"  images    {number.get('images', 0)}, encoded {number.get('images_encoded', 0)}, "
        f"reused {number.get('images_reused', 0)}"
    )
    before, after = counts.get("image_bytes_before", 0), counts.get("image_bytes_after", 0)
    if before:
        out.print(f"  encoded   {megabytes(before)} of photos into {megabytes(after)} of files")
    _tell_sizes(counts)
    out.print(f"  release   {str(build.release_id)[:12]}, {megabytes(files.get('size_bytes', 0))}")


def _tell_sizes(counts: Mapping[str, float]) -> None:
    if "style_bytes_before" in counts:
        styles, scripts = (
            f"{megabytes(counts[f'{kind}_bytes_before'])} of {kind}s into {megabytes(counts[f'{kind}_bytes_after'])}"
            for kind in ("style", "script")
        )
        out.print(f"  theme     {styles} a page at most, {scripts}")


def _tell_times(progress: Progress) -> None:
    times = [f"{stage.stage} {stage.seconds:.1f} s" for stage in progress.stages if stage.seconds is not None]
    out.print(f"  time      {', '.join(times)}")


def _tell_problems(build: Build) -> None:
    """A line per reason: a thousand photos of one dead host are one problem."""
    by_reason: dict[tuple[str, str], list[str]] = {}
    for problem in build.summary.get("problems", []):
        by_reason.setdefault((problem["reason"], problem["remedy"]), []).append(_as_written(problem["what"]))
    told = list(by_reason.items())[:_TOLD]
    for (reason, remedy), names in told:
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        out.print(f"  note      {names[0]}{more}: {reason} {remedy}", markup=False)
    unsaid = build.summary.get("problem_count", 0) - sum(len(names) for _, names in told)
    if unsaid > 0:
        out.print(f"            … and {unsaid} problems more: storeloom status {build.build_id} --json")


def _as_written(what: str) -> str:
    """An uploaded photo by its file's name: its digest says nothing to people."""
    return what.split("/", 1)[-1] if what.startswith("upload:") else what
