"""More builds than may wait are refused before anything is recorded."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storefront.builds.limits import Limits
from storefront.builds.moves import go_live
from storefront.builds.starting import start
from storefront.builds.submitting import request_build
from storefront.errors import TooManyRequests
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope
from tests.factories.builds import known_store, queued_build, running_build

ONE_PER_TENANT = Limits(tenant_waiting=1)
TWO_IN_ALL = Limits(waiting=2)


async def another_store(mongo: Mongo, tenant_id: str = "local") -> StoreScope:
    return await known_store(mongo, StoreScope(tenant_id, "another"))


async def test_a_tenant_has_so_many_waiting_builds(mongo: Mongo) -> None:
    await queued_build(mongo)
    scope = await another_store(mongo)
    with pytest.raises(TooManyRequests, match="Tenant 'local' has 1 waiting build,") as refused:
        await request_build(mongo, scope, request_id="late", limits=ONE_PER_TENANT)
    assert refused.value.retry_after_s == 10, "nobody knows yet how long builds take"
    assert await mongo.control.builds.count_documents({}) == 1
    assert (await mongo.control.stores.find_one(scope.filter()))["sequence"] == 0
    assert (await request_build(mongo, await another_store(mongo, "other"), limits=ONE_PER_TENANT)).created


async def test_the_whole_system_has_so_many(mongo: Mongo) -> None:
    await queued_build(mongo)
    await queued_build(mongo, StoreScope("other", "optician"))
    with pytest.raises(TooManyRequests, match="Storeloom has 2 waiting builds,"):
        await request_build(mongo, await another_store(mongo, "third"), limits=TWO_IN_ALL)


async def test_running_builds_do_not_wait(mongo: Mongo) -> None:
    await running_build(mongo)
    assert (await request_build(mongo, await another_store(mongo), limits=ONE_PER_TENANT)).created


async def test_a_known_request_is_answered_at_the_limit(mongo: Mongo) -> None:
    build = await queued_build(mongo, request_id="known")
    again = await request_build(mongo, build.scope, request_id="known", limits=ONE_PER_TENANT)
    assert (again.build_id, again.created) == (build.build_id, False)


async def test_a_build_that_replaces_its_stores_is_not_one_more(mongo: Mongo) -> None:
    build = await queued_build(mongo)
    assert (await request_build(mongo, build.scope, limits=ONE_PER_TENANT)).created
    assert await mongo.control.builds.count_documents({"state": "queued"}) == 1


@pytest.mark.parametrize(("took_s", "told_s"), [(40, 20), (0.1, 1), (7200, 300)])
async def test_when_to_ask_again_comes_from_the_builds_before(mongo: Mongo, took_s: float, told_s: float) -> None:
    done = await running_build(mongo)
    await go_live(mongo, done, release_id="r", outcome="changed", summary={})
    begun = await mongo.now() - timedelta(hours=3)
    times = {"started_at": begun, "finished_at": begun + timedelta(seconds=took_s)}
    await mongo.control.builds.update_one({"_id": done.build_id}, {"$set": times})
    for name in ("one", "two"):
        build = await queued_build(mongo, StoreScope("local", name))
        assert await start(mongo, build.build_id) is not None
    await queued_build(mongo)
    with pytest.raises(TooManyRequests) as refused:
        await request_build(mongo, await another_store(mongo), limits=ONE_PER_TENANT)
    assert refused.value.retry_after_s == told_s
