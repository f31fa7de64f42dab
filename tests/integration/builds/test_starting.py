"""A tenant runs a few builds at a time; who waits longest is next."""

from __future__ import annotations

import asyncio

from storefront.builds.limits import Limits
from storefront.builds.models import Build, Message
from storefront.builds.moves import cancel, fail
from storefront.builds.queries import build_by_id
from storefront.builds.starting import running_builds, start, waiting_message
from storefront.builds.submitting import request_build
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope, TenantScope
from tests.factories.builds import known_store, queued_build, running_build

TWO = Limits(tenant_running=2)
LOCAL = TenantScope("local")


async def several(mongo: Mongo, count: int, tenant_id: str = "local") -> list[Build]:
    """Queued builds of as many stores."""
    return [await queued_build(mongo, StoreScope(tenant_id, f"store-{number}")) for number in range(count)]


def named(messages: list[Message]) -> list[str]:
    return [message.kwargs["build_id"] for message in messages]


async def test_a_tenant_starts_as_many_as_it_may(mongo: Mongo) -> None:
    builds = await several(mongo, 3)
    started = [await start(mongo, build.build_id, limits=TWO) for build in builds]
    assert [build is not None for build in started] == [True, True, False]
    refused = await build_by_id(mongo, builds[2].build_id)
    assert (refused.state, refused.started_at, refused.epoch) == ("queued", None, 0)


async def test_starts_at_one_moment_do_not_pass_the_limit(mongo: Mongo) -> None:
    builds = await several(mongo, 12)
    started = await asyncio.gather(*(start(mongo, build.build_id, limits=TWO) for build in builds))
    assert sum(build is not None for build in started) == await running_builds(mongo, LOCAL) == 2


async def test_tenants_do_not_count_for_each_other(mongo: Mongo) -> None:
    for build in (await several(mongo, 2))[:2]:
        assert await start(mongo, build.build_id, limits=TWO) is not None
    other = await several(mongo, 1, "other")
    assert named(await waiting_message(mongo, TenantScope("other"), TWO)) == [other[0].build_id]
    assert await start(mongo, other[0].build_id, limits=TWO) is not None


async def test_the_longest_waiting_of_the_tenant_is_next(mongo: Mongo) -> None:
    builds = await several(mongo, 5)
    running = [await start(mongo, build.build_id, limits=TWO) for build in builds[:2]]
    assert await waiting_message(mongo, LOCAL, TWO) == []
    assert running[0] is not None
    await fail(mongo, running[0], "broken", "It broke.")
    assert named(await waiting_message(mongo, LOCAL, TWO)) == [builds[2].build_id]


async def test_as_many_are_next_as_there_are_places(mongo: Mongo) -> None:
    builds = await several(mongo, 5)
    assert named(await waiting_message(mongo, LOCAL, TWO)) == [build.build_id for build in builds[:2]]


async def test_a_build_whose_store_is_busy_lets_others_pass(mongo: Mongo) -> None:
    await running_build(mongo)
    await queued_build(mongo)
    free = await queued_build(mongo, StoreScope("local", "free"))
    assert named(await waiting_message(mongo, LOCAL, TWO)) == [free.build_id]


async def test_a_replaced_build_leaves_its_place_to_the_newer_one(mongo: Mongo) -> None:
    first, *_ = await several(mongo, 4)
    newer = await queued_build(mongo, first.scope)
    assert named(await waiting_message(mongo, LOCAL, TWO))[0] == newer.build_id


async def test_only_what_may_start_is_sent(mongo: Mongo) -> None:
    sent = []
    for number in range(4):
        scope = await known_store(mongo, StoreScope("local", f"store-{number}"))
        accepted = await request_build(mongo, scope, limits=TWO)
        sent.append(named(accepted.messages) == [accepted.build_id])
    assert sent == [True, True, False, False]


async def test_a_cancelled_build_makes_room(mongo: Mongo) -> None:
    builds = await several(mongo, 3)
    for build in builds[:2]:
        await start(mongo, build.build_id, limits=TWO)
    await cancel(mongo, builds[0])
    assert await start(mongo, builds[2].build_id, limits=TWO) is not None
