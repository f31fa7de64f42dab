"""Workers of this machine that are gone: their batches are taken back at once, without waiting for the lease."""

from __future__ import annotations

import os

from storefront.builds.batches import holder_of, take_back
from storefront.builds.events import append_event
from storefront.builds.queries import build_by_id
from storefront.fleet.presence import process_name
from storefront.storage.mongo import Mongo
from tasks.services import Services


def take_from_dead(using: Services, build_id: str, batch_id: str, epoch: int) -> bool:
    """Free a batch whose worker was a process of this machine that is no more. Its message has come again already."""
    holder = using.run(holder_of(using.mongo, build_id, batch_id, epoch))
    if holder is None or not is_gone(holder):
        return False
    return using.run(_take_from(using.mongo, build_id, batch_id, holder))


async def _take_from(mongo: Mongo, build_id: str, batch_id: str, holder: str) -> bool:
    taken = await take_back(mongo, {"build_id": build_id, "batch_id": batch_id, "worker": holder})
    if taken:
        build = await build_by_id(mongo, build_id)
        await append_event(mongo, build, "sweep", worker=holder, reason=f"{batch_id}: the process {holder} ended")
    return taken


def is_gone(worker: str) -> bool:
    """Whether the worker ("host:pid") is known to have ended. Of another machine nothing is known."""
    host, _, pid = worker.rpartition(":")
    own_host, _, _ = process_name().rpartition(":")
    if host != own_host:
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
