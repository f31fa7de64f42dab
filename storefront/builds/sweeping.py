"""What a sweep finds and mends. The database decides; what is found is returned as messages to publish.

A sweep may run anywhere and any number of times at once: every change is one conditional update. It needs MongoDB only.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from storefront.builds.batches import IS_DUE
from storefront.builds.events import append_event
from storefront.builds.limits import USUAL, Limits
from storefront.builds.lost import take_back
from storefront.builds.models import Build, Message, close_message
from storefront.builds.moves import move_state
from storefront.builds.queries import build_by_id, builds_among
from storefront.builds.starting import waiting_message
from storefront.builds.transport import probe_queues
from storefront.builds.waiting import end_overdue_waits, unsent_starts
from storefront.storage.mongo import Document, Mongo, ago

IDLE_S = 3.0  # a stage without anything to do or running for so long has lost its closing message
ASK_AGAIN_S = 10.0  # a message of ours that did nothing for so long is lost; before that it may stand in a queue


@dataclass(slots=True)
class Sweep:
    """What one sweep found."""

    messages: list[Message] = field(default_factory=list)
    timed_out: list[str] = field(default_factory=list)
    leases_lost: int = 0
    resumed: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)  # ids of rows that are no build


async def sweep(mongo: Mongo, limits: Limits = USUAL) -> Sweep:
    found = Sweep()
    await _end_overdue(mongo, found, limits)
    await _take_back_lost(mongo, found)
    found.messages += await unsent_starts(mongo, limits)
    found.messages += await probe_queues(mongo)
    await _resume(mongo, found)
    return found


async def _end_overdue(mongo: Mongo, found: Sweep, limits: Limits) -> None:
    found.timed_out += await end_overdue_waits(mongo, limits, found.unreadable)
    overdue = {"state": "running", "$expr": {"$lt": ["$deadline_at", "$$NOW"]}}
    async for build in builds_among(mongo.control.builds.find(overdue), found.unreadable):
        reason = f"Not done within {build.deadline_s} s; it was in stage {build.stage}."
        changes = {"code": "deadline_passed", "reason": reason}
        if await move_state(mongo, build.build_id, "timed_out", epoch=build.epoch, changes=changes):
            found.timed_out.append(build.build_id)
            found.messages += await waiting_message(mongo, build.scope, limits)


async def _take_back_lost(mongo: Mongo, found: Sweep) -> None:
    """A worker that does not renew its lease is gone: its batch is free again, or dead after the last attempt."""
    lost = {"state": "running", "$expr": {"$lt": ["$lease_until", "$$NOW"]}}
    async for row in mongo.control.batches.find(lost):
        if await take_back(mongo, {**lost, "_id": row["_id"]}):
            found.leases_lost += 1
            build = await build_by_id(mongo, row["build_id"])
            reason = f"{row['batch_id']}: the lease of {row['worker']} ran out"
            await append_event(mongo, build, "sweep", worker=row["worker"], reason=reason)


async def _resume(mongo: Mongo, found: Sweep) -> None:
    """Running builds with a batch to be seen to again, or where nothing runs though something could."""
    async for build in builds_among(mongo.control.builds.find({"state": "running"}), found.unreadable):
        freed = await _has_freed(mongo, build)
        if (freed or await _is_idle(mongo, build)) and await _may_ask(mongo, build):
            found.messages.append(close_message(build))
            if not freed:
                found.resumed.append(build.build_id)
                await append_event(mongo, build, "sweep", reason=f"nothing of stage {build.stage} was under way")


async def _has_freed(mongo: Mongo, build: Build) -> bool:
    """Batches whose message or worker was lost, or that gave up: they don't wait for their window to be through."""
    freed = {"state": "todo", "again": True, "published_at": None, "$expr": IS_DUE}
    rows = {**build.scope.filter(build_id=build.build_id, stage=build.stage), "$or": [freed, {"state": "dead"}]}
    return await mongo.control.batches.find_one(rows, {"_id": 1}) is not None


async def _may_ask(mongo: Mongo, build: Build) -> bool:
    """True for one sweep in a while: without workers, messages of every sweep would pile up in the queue."""
    due = {"$or": [{"asked_at": None}, {"$expr": {"$lt": ["$asked_at", ago(ASK_AGAIN_S)]}}]}
    asked = await mongo.control.builds.update_one({"_id": build.build_id, **due}, [{"$set": {"asked_at": "$$NOW"}}])
    return bool(asked.modified_count)


async def _is_idle(mongo: Mongo, build: Build) -> bool:
    """Nothing runs, nothing is under way in a queue, and the last batch ended a while ago."""
    quiet = {"_id": build.build_id, **_quiet("moved_at", IDLE_S)}
    if await mongo.control.builds.find_one(quiet, {"_id": 1}) is None:
        return False
    rows = build.scope.filter(build_id=build.build_id, stage=build.stage)
    busy = {"$or": [{"state": "running"}, {"state": "todo", "published_at": {"$ne": None}}, _recent("finished_at")]}
    waiting = {"state": "todo", "$expr": {"$gt": ["$not_before", "$$NOW"]}}
    return await mongo.control.batches.find_one({**rows, "$or": [busy, waiting]}, {"_id": 1}) is None


def _quiet(field_name: str, seconds: float) -> Document:
    return {"$expr": {"$lt": [f"${field_name}", ago(seconds)]}}


def _recent(field_name: str) -> Document:
    return {"$expr": {"$gte": [f"${field_name}", ago(IDLE_S)]}}
