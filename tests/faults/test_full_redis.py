"""A full Redis refuses the main process of a worker, which writes there too: a lock, what is under way."""

from __future__ import annotations

import asyncio

from tests.factories.pipeline import eventually
from tests.faults.case import Case


async def test_a_worker_that_starts_while_redis_is_full_waits_until_there_is_room(case: Case) -> None:
    """Dying instead, again and again, it would be given up by whoever keeps it running."""
    await case.shop.stock(4)
    worker = case.fleet.worker()
    with case.fleet.servers.broker.client as redis:
        redis.config_set("maxmemory", 1)
        case.fleet.started.append(worker)
        worker.start()
        await eventually(lambda: asyncio.to_thread(worker.logs), lambda log: "maxmemory" in log)
        build = await case.shop.ask()
        redis.config_set("maxmemory", 0)
    case.fault_over()
    await asyncio.to_thread(worker.wait_ready)
    case.fleet.start(case.fleet.sweeper())
    await case.live(build)
    await case.check()
