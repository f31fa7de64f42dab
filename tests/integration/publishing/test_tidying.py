"""Once a day per store, by whoever comes first."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from storefront.builds.moves import cancel
from storefront.publishing.tidying import tidy_messages, tidy_store
from storefront.storage.interfaces import Objects
from storefront.storage.mongo import Mongo
from storefront.storage.objects import open_objects
from tests.factories.builds import SCOPE, known_store, running_build


@pytest.fixture
def objects() -> Objects:
    return open_objects("memory://")


async def _set_store(mongo: Mongo, field: str, days_ago: float) -> None:
    then = await mongo.now() - timedelta(days=days_ago)
    await mongo.control.stores.update_one(SCOPE.filter(), {"$set": {field: then}})


async def test_a_new_store_waits_for_its_first_day(mongo: Mongo) -> None:
    await known_store(mongo)
    assert await tidy_messages(mongo) == []
    await _set_store(mongo, "created_at", 1.1)
    [message] = await tidy_messages(mongo)
    assert message.kwargs == {"tenant_id": "local", "store_id": "optician", "version": 1}
    assert await tidy_messages(mongo) == []
    await _set_store(mongo, "tidied_at", 1.1)
    assert len(await tidy_messages(mongo)) == 1


async def test_of_many_sweepers_one_sends_it(mongo: Mongo) -> None:
    await known_store(mongo)
    await _set_store(mongo, "created_at", 2)
    sent = await asyncio.gather(*(tidy_messages(mongo) for _ in range(6)))
    assert sum(map(len, sent)) == 1


async def test_working_files_go_a_day_after_the_end_and_are_looked_for_once(mongo: Mongo, objects: Objects) -> None:
    builds = []
    for days_ago in (1.1, 0.9):
        build = await running_build(mongo)
        await cancel(mongo, build)
        then = await mongo.now() - timedelta(days=days_ago)
        await mongo.control.builds.update_one({"_id": build.build_id}, {"$set": {"finished_at": then}})
        await objects.put(SCOPE.build_key(build.build_id, "snapshot", "head.json"), b"{}")
        builds.append(build)
    assert (await tidy_store(mongo, objects, SCOPE, releases_kept=10)).working_files_removed == 1
    left = [found.key async for found in objects.list(SCOPE.key("stores"))]
    assert left == [SCOPE.build_key(builds[1].build_id, "snapshot", "head.json")]
    await objects.put(SCOPE.build_key(builds[0].build_id, "late.json"), b"{}")
    assert (await tidy_store(mongo, objects, SCOPE, releases_kept=10)).working_files_removed == 0
