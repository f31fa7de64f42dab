"""A worker stands still and wakes up when its work is another's: whatever it still does changes nothing."""

from __future__ import annotations

import asyncio
import os
import signal
import time

import pytest

from storefront.builds.plan import KINDS
from tests.factories.pipeline import eventually
from tests.faults.case import Case, wake
from tests.faults.fleet import AS_IN_PRODUCTION, freeze, thaw

FROZEN_S = 20.0
TOLD_OFF = "batch done too late", "batch stopped"  # what the log says of work that came to nothing


async def test_a_worker_stands_still_for_20_s_and_wakes_up_too_late(case: Case) -> None:
    case.fleet.pace = AS_IN_PRODUCTION
    await case.shop.stock(8)
    victim = case.fleet.worker("victim", faults="item.after_claim[images.00000]=stop")
    case.fleet.start(victim, case.fleet.sweeper())
    build = await case.shop.ask()
    child = await case.caught(build, "images")
    freeze(victim)
    frozen_at = time.monotonic()
    os.kill(child, signal.SIGSTOP)  # freezing continued nobody: it stands where it stood
    case.fleet.start(case.fleet.worker("heir"))
    case.fault_over()
    await case.live(build)
    live = await case.shop.live_release()
    await asyncio.sleep(max(0.0, FROZEN_S - (time.monotonic() - frozen_at)))  # the fault itself
    thaw(victim)
    await case.said(victim, *TOLD_OFF)
    assert await case.shop.live_release() == live
    await case.check()
    assert victim.status == "running"


@pytest.mark.parametrize("kind", KINDS)
async def test_a_batch_is_finished_twice_and_counts_once(case: Case, kind: str) -> None:
    """Its process stands still before it would note the batch as done, until another has done it too."""
    await case.shop.stock(8)
    victim = case.fleet.worker("victim", faults=f"item.before_done[{kind}.00000]=stop")
    case.fleet.start(victim, case.fleet.sweeper())
    build = await case.shop.ask()
    child = await case.caught(build, kind)
    case.fault_over()
    await eventually(lambda: case.shop.batches(build, batch_id=f"{kind}.00000", state="done"), bool)
    wake(child)
    await case.live(build)
    await case.said(victim, *(["batch_id=release.00000"] if kind == "release" else TOLD_OFF))
    assert (await case.check()).attempts == (1 if kind == "release" else 2), "going live is done at once, or not"
