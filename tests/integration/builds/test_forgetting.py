"""Old builds lose their batches and events; young, running and live ones keep them."""

from __future__ import annotations

from datetime import timedelta

from storefront.builds.events import events_of
from storefront.builds.forgetting import forget_rows
from storefront.builds.models import BatchPlan, Build
from storefront.builds.moves import cancel
from storefront.builds.queries import build_by_id
from storefront.builds.schedules import fire, put_schedule
from storefront.publishing.switching import switch
from storefront.storage.mongo import Mongo
from tests.factories.builds import SCOPE, done_batch, known_store, running_build

DAYS = 24 * 3600.0


async def _ended(mongo: Mongo, days_ago: float) -> Build:
    build = await running_build(mongo)
    await done_batch(mongo, build, BatchPlan("fetch", "catalogue", 0), {})
    await cancel(mongo, build)
    then = await mongo.now() - timedelta(days=days_ago)
    await mongo.control.builds.update_one({"_id": build.build_id}, {"$set": {"finished_at": then}})
    return build


async def _rows(mongo: Mongo, build: Build) -> tuple[int, int]:
    batches = await mongo.control.batches.count_documents({"build_id": build.build_id})
    return batches, len(await events_of(mongo, build))


async def test_only_old_ended_builds_lose_their_rows(mongo: Mongo) -> None:
    old, live, young = [await _ended(mongo, days) for days in (91, 92, 89)]
    await switch(mongo, SCOPE, "release", live.number, live.build_id)
    running = await running_build(mongo)
    assert await forget_rows(mongo, SCOPE) == 1
    assert await _rows(mongo, old) == (0, 0)
    assert [await _rows(mongo, build) for build in (live, young)] == [(1, 3), (1, 3)]
    assert await _rows(mongo, running) == (0, 2)
    assert (await build_by_id(mongo, old.build_id)).state == "cancelled"
    assert await forget_rows(mongo, SCOPE) == 0


async def test_another_store_keeps_its_rows(mongo: Mongo) -> None:
    old = await _ended(mongo, 91)
    other = await known_store(mongo, SCOPE.store("other"))
    assert await forget_rows(mongo, other) == 0
    assert await _rows(mongo, old) == (1, 3)


async def test_a_yearly_schedule_is_not_fired_again_for_its_last_time(mongo: Mongo) -> None:
    scope = await known_store(mongo)
    yearly = await put_schedule(mongo, scope, name="yearly", cron="0 0 1 1 *", timezone="UTC")
    past = await mongo.now() - timedelta(days=800)
    await mongo.control.schedules.update_one({"_id": yearly.schedule_id}, {"$set": {"since": past}})
    yearly = yearly.__class__(scope, yearly.name, yearly.cron, yearly.timezone, past)
    fired = await fire(mongo, yearly)
    assert fired is not None
    older = {"schedule_id": yearly.schedule_id, "due_at": fired.due_at - timedelta(days=365), "outcome": "built"}
    await mongo.control.schedule_runs.insert_one(older)
    await forget_rows(mongo, scope, older_than_s=1 * DAYS)
    assert [row["due_at"] async for row in mongo.control.schedule_runs.find()] == [fired.due_at]
    assert await fire(mongo, yearly) is None
