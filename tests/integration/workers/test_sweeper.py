"""The sweeper goes on, whatever one row is like."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
import structlog

from config.celery import make_app
from storefront.builds.queries import build_by_id
from storefront.fleet.presence import processes
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope
from tests.factories.builds import SCOPE, known_store, queued_build, running_build
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


async def test_builds_that_cannot_be_read_are_told_of_once_and_keep_no_other_waiting(
    field: Farm, mongo: Mongo, capsys: pytest.CaptureFixture[str]
) -> None:
    structlog.reset_defaults()
    await known_store(mongo)
    for state in ("running", "queued"):
        row = {"_id": f"0-{state}", "tenant_id": "strange", "store_id": state, "state": state}
        await mongo.control.builds.insert_one(row)
    overdue, stuck = await queued_build(mongo), await running_build(mongo, StoreScope("other", "shop"))
    long_ago = await mongo.now() - timedelta(days=1)
    await mongo.control.builds.update_one({"_id": overdue.build_id}, {"$set": {"created_at": long_ago}})
    await mongo.control.builds.update_one({"_id": stuck.build_id}, {"$set": {"moved_at": long_ago}})
    sweeper = Sweeper(field.settings, mongo, make_app(field.settings))
    for _ in range(2):
        await sweeper.sweep_once()
    assert (await build_by_id(mongo, overdue.build_id)).state == "timed_out"
    row = await mongo.control.builds.find_one({"_id": stuck.build_id})
    assert row["asked_at"] is not None
    said = capsys.readouterr().out
    assert said.count("cannot be read") == 1
    assert "0-queued" in said
    assert "0-running" in said


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
