"""Moves are conditional: late, doubled and forbidden ones change nothing."""

from __future__ import annotations

import asyncio

from storefront.builds.batches import add_batches, finish, renew
from storefront.builds.events import events_of
from storefront.builds.models import BatchPlan
from storefront.builds.moves import cancel, go_live, move_stage
from storefront.builds.queries import batches_stopping, build_by_id
from storefront.builds.starting import start
from storefront.storage.mongo import Mongo
from tests.factories.builds import claimed_batch, queued_build, running_build


async def test_a_build_starts_once(mongo: Mongo) -> None:
    build = await queued_build(mongo)
    winners = await asyncio.gather(*(start(mongo, build.build_id) for _ in range(8)))
    assert sum(winner is not None for winner in winners) == 1
    started = await build_by_id(mongo, build.build_id)
    assert started.state == "running"
    assert started.started_at is not None
    assert started.deadline_at is not None
    assert (started.deadline_at - started.started_at).total_seconds() == started.deadline_s


async def test_a_stage_moves_once(mongo: Mongo) -> None:
    build = await running_build(mongo)
    winners = await asyncio.gather(*(move_stage(mongo, build) for _ in range(8)))
    assert [winner.stage for winner in winners if winner] == ["plan"]
    assert [e["after"] for e in await events_of(mongo, build)] == ["queued", "running", "plan"]


async def test_a_cancelled_build_takes_its_batches_along(mongo: Mongo) -> None:
    build = await running_build(mongo)
    batch = await claimed_batch(mongo, build, BatchPlan("fetch", "catalogue", 0))
    assert await cancel(mongo, build) is not None
    assert not await renew(mongo, batch, 10)
    assert not await finish(mongo, batch, {})
    assert await go_live(mongo, build, release_id="r", outcome="changed", summary={}) is None
    assert await cancel(mongo, build) is None


async def test_a_cancelled_build_knows_how_many_batches_are_at_work(mongo: Mongo) -> None:
    build = await running_build(mongo)
    await claimed_batch(mongo, build, BatchPlan("fetch", "catalogue", 0))
    await add_batches(mongo, build, [BatchPlan("fetch", "photos", 0)])
    assert await batches_stopping(mongo, build) == 0
    await cancel(mongo, build)
    assert await batches_stopping(mongo, build) == 1
