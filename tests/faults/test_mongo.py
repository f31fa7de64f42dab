"""MongoDB, which is the truth, dies or stands still: nothing is decided without it, and work goes on afterwards."""

from __future__ import annotations

import asyncio

import pytest

from tests.faults.case import Case, wake
from tests.faults.fleet import freeze, thaw


@pytest.mark.parametrize("kind", ["photos", "images", "release"])
async def test_mongod_is_killed_and_comes_back(case: Case, kind: str) -> None:
    await case.shop.stock(8)
    worker = case.fleet.worker(faults=f"item.after_claim[{kind}.00000]=stop")
    case.fleet.start(worker, case.fleet.sweeper())
    build = await case.shop.ask()
    child = await case.caught(build, kind)
    mongo = case.fleet.servers.mongo
    mongo.kill("SIGKILL")
    wake(child)
    mongo.start().wait_ready()
    case.fault_over()
    await case.live(build)
    await case.check()
    assert worker.status == "running"


async def test_mongod_stands_still_for_15_s(case: Case) -> None:
    """Longer than every lease and than the driver's patience: nobody takes the silence for an answer."""
    await case.shop.stock(8)
    worker, sweeper = case.fleet.worker(faults="item.after_claim[images.00000]=stop"), case.fleet.sweeper()
    case.fleet.start(worker, sweeper)
    build = await case.shop.ask()
    child = await case.caught(build, "images")
    mongo = case.fleet.servers.mongo
    freeze(mongo)
    wake(child)
    await asyncio.sleep(15)  # the fault itself
    thaw(mongo)
    case.fault_over()
    await case.live(build)
    await case.check()
    assert (worker.status, sweeper.status) == ("running", "running")
