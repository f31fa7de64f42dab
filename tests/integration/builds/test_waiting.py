"""Builds that wait: they are sent again, but don't pile up; they know why they wait; they don't wait for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storefront.builds.limits import Limits
from storefront.builds.moves import fail
from storefront.builds.queries import build_by_id
from storefront.builds.reopening import reopen
from storefront.builds.starting import start
from storefront.builds.sweeping import sweep
from storefront.builds.waiting import end_overdue_waits, unsent_starts, why_waiting
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope
from tests.factories.builds import SCOPE, queued_build, running_build

TWO = Limits(tenant_running=2)
OTHER = StoreScope("local", "other")
THIRD = StoreScope("local", "third")


async def passed(mongo: Mongo, seconds: float) -> None:
    """Let so much time have passed since everything."""
    async for row in mongo.control.builds.find({}):
        times = {name: row[name] for name in ("created_at", "moved_at", "waits_since", "asked_at") if row.get(name)}
        earlier = {name: moment - timedelta(seconds=seconds) for name, moment in times.items()}
        await mongo.control.builds.update_one({"_id": row["_id"]}, {"$set": earlier})


async def sent(mongo: Mongo, limits: Limits = TWO) -> list[str]:
    return [message.kwargs["build_id"] for message in await unsent_starts(mongo, limits)]


async def test_of_many_waiting_builds_those_that_may_start_are_sent(mongo: Mongo) -> None:
    await running_build(mongo, OTHER)
    builds = [await queued_build(mongo, StoreScope("local", f"store-{number}")) for number in range(6)]
    theirs = await queued_build(mongo, StoreScope("theirs", "optician"))
    assert await sent(mongo) == [], "their messages may be on the way"
    await passed(mongo, 4)
    assert set(await sent(mongo)) == {builds[0].build_id, theirs.build_id}


async def test_what_nobody_takes_is_sent_ever_less_often(mongo: Mongo) -> None:
    await queued_build(mongo)
    pauses, since = [], 0
    for _ in range(95):
        await passed(mongo, 7)
        since += 7
        if await sent(mongo):
            pauses.append(since)
            since = 0
    assert pauses == [7, 14, 21, 42, 84, 161, 322], "as often as that at least, while it waits"


async def test_what_two_sweeps_find_one_sends(mongo: Mongo) -> None:
    await queued_build(mongo)
    await passed(mongo, 4)
    assert (len(await sent(mongo)), len(await sent(mongo))) == (1, 0)


async def test_why_a_build_waits(mongo: Mongo) -> None:
    build = await queued_build(mongo)
    assert await why_waiting(mongo, build, TWO) == "no worker took it yet"
    first = await running_build(mongo, OTHER)
    following = await queued_build(mongo, OTHER)
    assert await why_waiting(mongo, following, TWO) == "another build of the store runs"
    last = await queued_build(mongo, THIRD)
    assert await why_waiting(mongo, last, TWO) == "older builds of the tenant start first"
    await start(mongo, build.build_id)
    assert await why_waiting(mongo, last, TWO) == "2 builds of the tenant run"
    await fail(mongo, first, "broken", "It broke.")
    assert await why_waiting(mongo, last, Limits(tenant_running=1)) == "another build of the tenant runs"


@pytest.mark.parametrize("busy", [None, SCOPE, OTHER])
async def test_a_build_does_not_wait_for_ever(mongo: Mongo, busy: StoreScope | None) -> None:
    if busy is not None:
        await running_build(mongo, busy)
    build = await queued_build(mongo)
    limits = Limits(tenant_running=1, wait_s=60)
    assert await end_overdue_waits(mongo, limits, []) == []
    await passed(mongo, 61)
    assert (await sweep(mongo, limits)).timed_out == [build.build_id]
    ended = await build_by_id(mongo, build.build_id)
    why = {None: "no worker took it yet", SCOPE: "another build of the store runs"}
    assert (ended.state, ended.code) == ("timed_out", "not_started")
    assert ended.reason == f"Not started within 60 s: {why.get(busy, 'another build of the tenant runs')}."
    assert ended.finished_at is not None


async def test_a_build_that_waited_too_long_may_be_tried_again(mongo: Mongo) -> None:
    build = await queued_build(mongo)
    await passed(mongo, 61)
    await end_overdue_waits(mongo, Limits(wait_s=60), [])
    again = await reopen(mongo, await build_by_id(mongo, build.build_id))
    assert again is not None
    assert (again.state, again.stage, again.reason) == ("running", "fetch", None)


async def test_a_build_is_not_tried_again_where_others_have_its_place(mongo: Mongo) -> None:
    build = await running_build(mongo)
    await fail(mongo, build, "broken", "It broke.")
    await running_build(mongo, OTHER)
    failed = await build_by_id(mongo, build.build_id)
    assert await reopen(mongo, failed, Limits(tenant_running=1)) is None
    assert (await build_by_id(mongo, build.build_id)).state == "failed"
    assert await reopen(mongo, failed, TWO) is not None


async def test_a_build_that_started_meanwhile_is_not_in_its_own_way(mongo: Mongo) -> None:
    seen = await queued_build(mongo)
    await start(mongo, seen.build_id)
    assert await why_waiting(mongo, seen, TWO) == "it starts just now"
