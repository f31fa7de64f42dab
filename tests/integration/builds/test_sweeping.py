"""The sweep finds what messages lost. Time is moved by moving the rows, not by waiting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from storefront.builds.batches import claim
from storefront.builds.closing import open_stage
from storefront.builds.events import events_of
from storefront.builds.fairness import Capacity
from storefront.builds.models import BatchPlan, Build
from storefront.builds.queries import build_by_id
from storefront.builds.sweeping import Sweep, sweep
from storefront.builds.transport import answer_probe
from storefront.storage.mongo import Mongo
from tests.factories.builds import claimed_batch, queued_build, running_build


async def _age(mongo: Mongo, collection: str, field: str, seconds: float, **conditions: Any) -> None:
    async for row in mongo.control[collection].find({**conditions, field: {"$type": "date"}}):
        earlier = row[field] - timedelta(seconds=seconds)
        await mongo.control[collection].update_one({"_id": row["_id"]}, {"$set": {field: earlier}})


def _tasks(found: Sweep) -> list[str]:
    return [message.task for message in found.messages]


async def test_nothing_to_mend_is_nothing_to_say(mongo: Mongo) -> None:
    build = await running_build(mongo)
    await claimed_batch(mongo, build, BatchPlan("fetch", "catalogue", 0))
    await _age(mongo, "builds", "moved_at", 60)
    assert await sweep(mongo) == Sweep()


async def test_a_recorded_build_that_was_not_sent_is_sent(mongo: Mongo) -> None:
    build = await queued_build(mongo)
    assert _tasks(await sweep(mongo)) == [], "its message may be on the way"
    await _age(mongo, "builds", "moved_at", 10)
    assert _tasks(await sweep(mongo)) == ["storeloom.start_build"]
    assert (await build_by_id(mongo, build.build_id)).state == "queued"


async def test_a_waiting_build_is_left_alone(mongo: Mongo) -> None:
    running = await running_build(mongo)
    await claimed_batch(mongo, running, BatchPlan("fetch", "catalogue", 0))
    await queued_build(mongo)
    await _age(mongo, "builds", "moved_at", 60)
    assert _tasks(await sweep(mongo)) == []


async def test_a_lost_lease_frees_the_batch_and_says_whose_it_was(mongo: Mongo) -> None:
    build = await running_build(mongo)
    await claimed_batch(mongo, build, BatchPlan("fetch", "catalogue", 0))
    await _age(mongo, "batches", "lease_until", 60)
    found = await sweep(mongo)
    assert found.leases_lost == 1
    again = await claim(mongo, build.build_id, "catalogue.00000", build.epoch, worker="test:2", lease_s=30)
    assert again is not None
    assert again.attempts == 2
    assert "the lease of test:1 ran out" in (await events_of(mongo, build))[-1]["reason"]


async def test_the_last_attempt_ends_dead(mongo: Mongo) -> None:
    build = await running_build(mongo)
    batch = await claimed_batch(mongo, build, BatchPlan("fetch", "catalogue", 0))
    await mongo.control.batches.update_one({"batch_id": batch.batch_id}, {"$set": {"attempts": 4}})
    await _age(mongo, "batches", "lease_until", 60)
    await sweep(mongo)
    row = await mongo.control.batches.find_one({"batch_id": batch.batch_id})
    assert row["state"] == "dead"


async def test_an_overdue_build_ends_with_a_reason(mongo: Mongo) -> None:
    build = await running_build(mongo)
    waiting = await queued_build(mongo)
    await _age(mongo, "builds", "deadline_at", 7200)
    found = await sweep(mongo)
    ended = await build_by_id(mongo, build.build_id)
    assert (ended.state, ended.code) == ("timed_out", "deadline_passed")
    assert "stage fetch" in (ended.reason or "")
    assert found.timed_out == [build.build_id]
    assert [m.kwargs.get("build_id") for m in found.messages] == [waiting.build_id]


async def test_a_stage_that_stands_still_is_closed_again(mongo: Mongo) -> None:
    build = await running_build(mongo)
    await _age(mongo, "builds", "moved_at", 60)
    found = await sweep(mongo)
    assert found.resumed == [build.build_id]
    assert [(m.task, m.kwargs["stage"]) for m in found.messages] == [("storeloom.close_stage", "fetch")]


async def _lost_message(mongo: Mongo) -> Build:
    build = await running_build(mongo)
    await open_stage(mongo, build, Capacity(10))
    await _age(mongo, "builds", "moved_at", 60)
    await _age(mongo, "batches", "published_at", 60)
    return build


async def test_an_unclaimed_batch_is_freed_only_after_a_probe_came_through(mongo: Mongo) -> None:
    build = await _lost_message(mongo)
    found = await sweep(mongo)
    assert _tasks(found) == ["storeloom.answer_probe"]
    probe = found.messages[0].kwargs
    assert _tasks(await sweep(mongo)) == [], "the probe is under way: the queue may be long"
    await answer_probe(mongo, probe["kind"], probe["token"])
    assert _tasks(await sweep(mongo)) == [], "a worker may be about to claim"
    await _age(mongo, "probes", "came_at", 10)
    assert "storeloom.close_stage" in _tasks(await sweep(mongo))
    assert [batch.batch_id for batch in (await open_stage(mongo, build, Capacity(10))).batches] == ["catalogue.00000"]


async def test_a_probe_that_does_not_come_is_sent_again(mongo: Mongo) -> None:
    await _lost_message(mongo)
    first = (await sweep(mongo)).messages[0].kwargs["token"]
    await _age(mongo, "probes", "sent_at", 60)
    second = (await sweep(mongo)).messages[0].kwargs["token"]
    assert first != second
    await answer_probe(mongo, "catalogue", first)
    row = await mongo.control.probes.find_one({"kind": "catalogue"})
    assert row["came_at"] is None, "the answer to a probe given up says nothing"
