"""How far a build is, derived from its batch rows; nothing is counted up on the side."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from storefront.builds.models import Build
from storefront.builds.states import STAGES, Stage
from storefront.storage.mongo import Mongo

# Share of a cold build's time, from the sample store on two cores; warm builds run through "make" faster.
WEIGHTS: dict[Stage, int] = {"fetch": 14, "plan": 4, "make": 70, "upload": 4, "seo": 4, "deploy": 4}


@dataclass(frozen=True, slots=True)
class StageProgress:
    stage: Stage
    items: int = 0
    items_done: int = 0
    batches: int = 0
    batches_done: int = 0
    complete: bool = False  # the build has left the stage behind; one that failed in it has not
    opened_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def seconds(self) -> float | None:
        if self.opened_at is None or self.closed_at is None:
            return None
        return (self.closed_at - self.opened_at).total_seconds()


@dataclass(frozen=True, slots=True)
class Progress:
    build: Build
    percent: float
    stages: list[StageProgress] = field(default_factory=list)


async def progress_of(mongo: Mongo, build: Build) -> Progress:
    counted = {"state": {"$ne": "split"}}  # its parts are
    groups = mongo.control.batches.aggregate(
        [
            {"$match": {**build.scope.filter(build_id=build.build_id), **counted}},
            {"$group": {"_id": "$stage", **_sums()}},
        ]
    )
    sums = {group["_id"]: group async for group in groups}
    stages = [_stage_progress(build, stage, sums.get(stage, {})) for stage in STAGES]
    return Progress(build, _percent(build, stages), stages)


def _sums() -> dict[str, Any]:
    done = {"$eq": ["$state", "done"]}
    return {
        "items": {"$sum": "$items"},
        "items_done": {"$sum": {"$cond": [done, "$items", 0]}},
        "batches": {"$sum": 1},
        "batches_done": {"$sum": {"$cond": [done, 1, 0]}},
    }


def _stage_progress(build: Build, stage: Stage, sums: dict[str, Any]) -> StageProgress:
    counts = {name: sums.get(name, 0) for name in ("items", "items_done", "batches", "batches_done")}
    times = build.stage_times.get(stage, {})
    complete = build.state == "live" or STAGES.index(stage) < STAGES.index(build.stage)
    return StageProgress(
        stage, **counts, complete=complete, opened_at=times.get("opened_at"), closed_at=times.get("closed_at")
    )


def _percent(build: Build, stages: list[StageProgress]) -> float:
    if build.state == "live":
        return 100.0
    total = sum(
        WEIGHTS[each.stage] * (1.0 if each.complete else each.items_done / each.items if each.items else 0.0)
        for each in stages
    )
    return round(min(total, 99.0), 1)
