"""The sweeper goes on, whatever one row is like."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

from config.celery import make_app
from storefront.fleet.presence import processes
from storefront.storage.mongo import Mongo
from tests.factories.builds import SCOPE, known_store
from tests.factories.nodes import LocalProcess
from tests.factories.pipeline import eventually
from tests.integration.conftest import Farm
from workers.sweeper import Sweeper

Start = Callable[[LocalProcess], LocalProcess]


async def test_a_row_without_a_build_does_not_end_it(field: Farm, mongo: Mongo) -> None:
    await known_store(mongo)
    stopping = asyncio.Event()
    config = field.settings.model_copy(update={"sweep_interval_s": 0.1})
    running = asyncio.create_task(Sweeper(config, mongo, make_app(config)).run(stopping))
    for batch_id in ("pages.00001", "pages.00002"):
        await _orphan(mongo, batch_id)
        await eventually(lambda name=batch_id: _state(mongo, name), lambda state: state == "todo")
    stopping.set()
    await running


async def _orphan(mongo: Mongo, batch_id: str) -> None:
    lost = await mongo.now() - timedelta(minutes=1)
    row = SCOPE.filter(build_id="gone", batch_id=batch_id, state="running", lease_until=lost, attempts=1, worker="w:1")
    await mongo.control.batches.insert_one(row)


async def _state(mongo: Mongo, batch_id: str) -> str:
    row = await mongo.control.batches.find_one({"batch_id": batch_id})
    return str(row["state"])


async def test_each_sweep_is_noted_with_what_it_found(field: Farm, mongo: Mongo) -> None:
    await known_store(mongo)
    await Sweeper(field.settings, mongo, make_app(field.settings)).sweep_once()
    (noted,) = await processes(mongo)
    assert (noted.role, noted.queues, noted.at_work) == ("sweeper", (), True)
    assert set(noted.details) == {"seconds", "timed_out", "leases_lost", "resumed", "messages"}
    assert noted.details["leases_lost"] == 0


async def test_a_sweeper_that_is_stopped_takes_its_leave(field: Farm, mongo: Mongo, start: Start) -> None:
    process = start(field.sweeper())
    (noted,) = await eventually(lambda: processes(mongo), bool)
    assert noted.name.endswith(f":{process.pid}")
    process.teardown()
    assert await processes(mongo) == []
