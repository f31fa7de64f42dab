"""The batches of a stage, counted from their rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from storefront.builds.models import Build
from storefront.storage.mongo import Mongo


@dataclass(frozen=True, slots=True)
class StageCount:
    """The batches of a stage: how many were planned, how many rows are in each state, and how long they took."""

    planned: int  # parts of one that was split do not count
    by_state: Mapping[str, int]
    seconds: Mapping[str, float]  # mean of the finished ones, by kind

    @property
    def all_done(self) -> bool:
        return not any(count for state, count in self.by_state.items() if state not in ("done", "split"))


async def count_stage(mongo: Mongo, build: Build) -> StageCount:
    rows = build.scope.filter(build_id=build.build_id, stage=build.stage)
    planned = {"$sum": {"$cond": [{"$eq": [{"$type": "$parent"}, "missing"]}, 1, 0]}}
    group = {"_id": {"state": "$state", "kind": "$kind"}, "planned": planned, "rows": {"$sum": 1}}
    groups = mongo.control.batches.aggregate([{"$match": rows}, {"$group": {**group, "seconds": {"$avg": "$seconds"}}}])
    by_state: Counter[str] = Counter()
    seconds: dict[str, float] = {}
    planned_rows = 0
    async for one in groups:
        state, kind = one["_id"]["state"], one["_id"]["kind"]
        by_state[state] += one["rows"]
        planned_rows += one["planned"]
        if state == "done" and one["seconds"] is not None:
            seconds[kind] = one["seconds"]
    return StageCount(planned_rows, by_state, seconds)
