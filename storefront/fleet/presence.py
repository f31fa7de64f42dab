"""Which processes are at work: each notes itself every few seconds, and takes its leave when it ends in peace.

A row of the control database's `processes`: {_id: "host:pid", role: "worker" | "sweeper", queues: [name],
details: {what its role has to tell}, seen_at}. The database's clock says when.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from storefront.errors import ServiceUnavailable
from storefront.storage.mongo import Document, Mongo, ago, literals, unavailable_as_ours

NOTED_EVERY_S = 5.0
AT_WORK_S = 15.0  # two notes may be missed
_LEAVE_WITHIN_S = 2.0
Role = Literal["worker", "sweeper"]


@dataclass(frozen=True, slots=True)
class Process:
    name: str  # "host:pid"
    role: str
    queues: tuple[str, ...]  # those a pool child runs tasks of; none for a sweeper
    details: Document
    unseen_s: float  # since its last note

    @property
    def at_work(self) -> bool:
        return self.unseen_s <= AT_WORK_S


def process_name() -> str:
    """Of this process, as it is told to others."""
    return f"{socket.gethostname()}:{os.getpid()}"


async def note(
    mongo: Mongo, process: str, role: Role, queues: Sequence[str] = (), details: Document | None = None
) -> None:
    """This process is at work just now."""
    known = literals({"role": role, "queues": sorted(queues), "details": details or {}})
    await mongo.control.processes.update_one({"_id": process}, [{"$set": {**known, "seen_at": "$$NOW"}}], upsert=True)


async def leave(mongo: Mongo, process: str) -> None:
    """This process ends. A database that is away is not waited for: who is silent is not at work for long."""
    with suppress(ServiceUnavailable, TimeoutError), unavailable_as_ours():
        async with asyncio.timeout(_LEAVE_WITHIN_S):
            await mongo.control.processes.delete_one({"_id": process})


async def slots(mongo: Mongo) -> dict[str, int]:
    """How many pool children are at work on each queue, by the queue's name; a queue without any is not there."""
    groups = mongo.control.processes.aggregate(
        [
            {"$match": {"role": "worker", "$expr": {"$gte": ["$seen_at", ago(AT_WORK_S)]}}},
            {"$unwind": "$queues"},
            {"$group": {"_id": "$queues", "children": {"$sum": 1}}},
            {"$sort": {"_id": 1}},
        ]
    )
    return {group["_id"]: group["children"] async for group in groups}


async def processes(mongo: Mongo) -> list[Process]:
    """Those seen within a day, by role and name; `at_work` says which of them still are."""
    unseen_ms = {"$subtract": ["$$NOW", "$seen_at"]}
    rows = mongo.control.processes.aggregate([{"$set": {"unseen_ms": unseen_ms}}, {"$sort": {"role": 1, "_id": 1}}])
    return [
        Process(row["_id"], row["role"], tuple(row["queues"]), row["details"], max(row["unseen_ms"], 0) / 1000)
        async for row in rows
    ]
