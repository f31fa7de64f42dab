"""Workers of this machine that are gone: their batches are taken back at once, without waiting for the lease."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from storefront.builds.events import append_event
from storefront.builds.lost import Attempt, attempt_at, end_attempt
from storefront.builds.queries import build_by_id
from storefront.storage.mongo import Mongo
from tasks.services import Services


@cache
def this_machine() -> str | None:
    """Where a pid is one process: the running kernel and its space of pids, since two containers may be given one host
    name. None where the system does not tell; then nothing is known of neighbours, and leases run out."""
    try:
        kernel = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{kernel} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return None


def take_from_dead(using: Services, build_id: str, batch_id: str, epoch: int) -> bool:
    """Free a batch whose worker was a process of this machine that is no more. Its message has come again already."""
    attempt = using.run(attempt_at(using.mongo, build_id, batch_id, epoch))
    if attempt is None or not is_gone(attempt.worker, attempt.machine):
        return False
    return using.run(_take_from(using.mongo, attempt))


async def _take_from(mongo: Mongo, attempt: Attempt) -> bool:
    taken = await end_attempt(mongo, attempt)
    if taken:
        build = await build_by_id(mongo, attempt.build_id)
        reason = f"{attempt.batch_id}: the process {attempt.worker} ended"
        await append_event(mongo, build, "sweep", worker=attempt.worker, reason=reason)
    return taken


def is_gone(worker: str, machine: str | None) -> bool:
    """Whether the worker ("host:pid") is known to have ended. Of another machine nothing is known."""
    if machine is None or machine != this_machine():
        return False
    _, _, pid = worker.rpartition(":")
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
