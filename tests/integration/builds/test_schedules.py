"""Schedules in a real database: each due time is seen to once, whoever looks and however often."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from storefront.builds.moves import cancel
from storefront.builds.queries import builds_of_store
from storefront.builds.schedules import (
    Schedule,
    fire,
    prepare_schedules,
    put_schedule,
    remove_schedule,
    schedule_by_id,
    schedules,
)
from storefront.builds.submitting import request_build
from storefront.errors import NothingToDo, RequestInvalid, UnknownStore
from storefront.storage.mongo import Document, Mongo
from storefront.tenancy.scope import StoreScope
from tests.factories.builds import SCOPE, known_store, queued_build, running_build
from tests.factories.schedules import due_now


async def put(mongo: Mongo, cron: str = "30 3 * * *", timezone: str = "UTC", name: str = "nightly") -> Schedule:
    await prepare_schedules(mongo)
    return await put_schedule(mongo, await known_store(mongo), name=name, cron=cron, timezone=timezone)


async def runs(mongo: Mongo) -> list[Document]:
    return [row async for row in mongo.control.schedule_runs.find({}).sort("due_at", 1)]


async def test_a_schedule_is_kept_and_found(mongo: Mongo) -> None:
    made = await put(mongo, "0 6 * * MON", "Europe/Madrid")
    assert (made.scope, made.cron, made.timezone) == (SCOPE, "0 6 * * MON", "Europe/Madrid")
    assert abs(made.since - await mongo.now()) < timedelta(seconds=5)
    assert await schedule_by_id(mongo, "local.optician.nightly") == made
    assert await schedule_by_id(mongo, "local.optician.another") is None


async def test_a_change_starts_it_anew(mongo: Mongo) -> None:
    first = await put(mongo)
    changed = await put(mongo, "0 5 * * *")
    assert await schedules(mongo, SCOPE) == [changed]
    assert changed.cron == "0 5 * * *"
    assert changed.since > first.since


async def test_a_store_may_have_several_and_sees_only_its_own(mongo: Mongo) -> None:
    await put(mongo, name="nightly")
    await put(mongo, name="noon")
    other = await known_store(mongo, StoreScope("other", "optician"))
    await put_schedule(mongo, other, name="nightly", cron="0 1 * * *", timezone="UTC")
    assert [each.name for each in await schedules(mongo, SCOPE)] == ["nightly", "noon"]
    assert [each.cron for each in await schedules(mongo, other)] == ["0 1 * * *"]
    assert len(await schedules(mongo)) == 3


async def test_one_that_is_removed_is_gone(mongo: Mongo) -> None:
    await put(mongo)
    assert await remove_schedule(mongo, SCOPE, "nightly") == "local.optician.nightly"
    assert await schedules(mongo, SCOPE) == []
    with pytest.raises(NothingToDo, match=r"'nightly'.* storeloom schedule STORE"):
        await remove_schedule(mongo, SCOPE, "nightly")


@pytest.mark.parametrize(
    ("cron", "timezone", "named"),
    [
        ("at noon", "UTC", "five fields"),
        ("* * * * * *", "UTC", "five fields"),  # with seconds it would build for ever
        ("", "UTC", "five fields"),
        ("61 3 * * *", "UTC", "minute"),
        ("0 3 31 2 *", "UTC", "day-of-month"),
        ("0 0 * 2 MON#5", "UTC", None),  # in some leap years
        ("30 3 * * *", "Europe/Atlantis", "Europe/Atlantis"),
        ("30 3 * * *", "../../etc/passwd", "time zone"),
    ],
)
async def test_what_cannot_be_meant_is_refused(mongo: Mongo, cron: str, timezone: str, named: str | None) -> None:
    if named is None:
        assert (await put(mongo, cron, timezone)).cron == cron
        return
    with pytest.raises(RequestInvalid, match=named) as refused:
        await put(mongo, cron, timezone)
    assert refused.value.remedy
    assert await schedules(mongo) == []


async def test_names_of_schedules_and_stores_are_checked(mongo: Mongo) -> None:
    with pytest.raises(RequestInvalid, match="The schedule's name"):
        await put(mongo, name="every night")
    with pytest.raises(UnknownStore, match="nowhere"):
        await put_schedule(mongo, StoreScope("local", "nowhere"), name="n", cron="0 1 * * *", timezone="UTC")


async def test_a_due_time_builds_once_however_many_look(mongo: Mongo) -> None:
    schedule = await due_now(mongo)
    fired = [each for each in await asyncio.gather(*(fire(mongo, schedule) for _ in range(20))) if each]
    assert len(fired) == 1
    builds = await builds_of_store(mongo, SCOPE)
    assert [(build.build_id, build.trigger) for build in builds] == [(fired[0].build_id, "schedule")]
    assert [message.kwargs["build_id"] for message in fired[0].messages] == [fired[0].build_id]
    assert [(row["outcome"], row["build_id"]) for row in await runs(mongo)] == [("built", fired[0].build_id)]
    assert await fire(mongo, schedule) is None


async def test_of_those_missed_only_the_latest_is_caught_up(mongo: Mongo) -> None:
    schedule = await due_now(mongo, cron="* * * * *", made_ago=timedelta(days=2))
    due_at = schedule.latest_due(await mongo.now())
    fired = await fire(mongo, schedule)
    assert fired is not None
    assert len(await runs(mongo)) == 1
    assert fired.due_at - (due_at or fired.due_at) in (timedelta(0), timedelta(minutes=1))  # a minute may begin between


async def test_nothing_is_due_before_its_time(mongo: Mongo) -> None:
    assert await fire(mongo, await put(mongo, "0 0 1 1 *")) is None
    assert await runs(mongo) == []


async def test_who_comes_second_waits_for_the_first_to_be_late(mongo: Mongo) -> None:
    schedule = await due_now(mongo, due_ago=timedelta(minutes=5))
    assert await fire(mongo, schedule, late_s=600) is None
    assert await fire(mongo, schedule, late_s=20) is not None


@pytest.mark.parametrize("busy", [running_build, queued_build], ids=["runs", "waits"])
async def test_it_is_skipped_while_another_build_is_under_way(mongo: Mongo, busy: object) -> None:
    schedule = await due_now(mongo)
    build = await busy(mongo)  # type: ignore[operator]
    fired = await fire(mongo, schedule)
    assert fired is not None
    assert (fired.build_id, fired.messages) == (None, [])
    assert [row["outcome"] for row in await runs(mongo)] == ["skipped"]
    await cancel(mongo, build)
    assert await fire(mongo, schedule) is None, "a skipped time does not come back"
    assert len(await builds_of_store(mongo, SCOPE)) == 1


async def abandoned_run(mongo: Mongo, schedule: Schedule, taken_at: datetime) -> datetime:
    due_at = schedule.latest_due(await mongo.now())
    assert due_at is not None
    row = {"schedule_id": schedule.schedule_id, "due_at": due_at, "outcome": None, "taken_at": taken_at}
    await mongo.control.schedule_runs.insert_one(row)
    return due_at


async def test_a_time_taken_by_one_who_died_is_seen_to_a_minute_later(mongo: Mongo) -> None:
    schedule = await due_now(mongo)
    await abandoned_run(mongo, schedule, await mongo.now() - timedelta(seconds=30))
    assert await fire(mongo, schedule) is None, "they may still be at it"
    await mongo.control.schedule_runs.update_one({}, {"$set": {"taken_at": await mongo.now() - timedelta(seconds=61)}})
    fired = await asyncio.gather(*(fire(mongo, schedule) for _ in range(5)))
    assert len([each for each in fired if each]) == 1


async def test_who_died_after_the_build_was_recorded_is_not_mistaken_for_another(mongo: Mongo) -> None:
    schedule = await due_now(mongo)
    due_at = await abandoned_run(mongo, schedule, await mongo.now() - timedelta(seconds=61))
    request_id = f"schedule {schedule.schedule_id} {due_at:%Y-%m-%dT%H:%MZ}"
    recorded = await request_build(mongo, SCOPE, request_id=request_id, trigger="schedule")
    fired = await fire(mongo, schedule)
    assert fired is not None
    assert fired.build_id == recorded.build_id
    assert [row["outcome"] for row in await runs(mongo)] == ["built"]
