from __future__ import annotations

from datetime import timedelta

import pytest

from storefront.catalogue.set_aside import Aside, forget, recall, remember
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope

CRASHED = "It failed 4 times: its worker was lost."


async def keep(mongo: Mongo, scope: StoreScope, what: str = "frame-1", content: str = "ab12") -> None:
    await remember(mongo, scope, "product", {what: Aside(content, CRASHED, "b1")})


async def test_what_was_set_aside_is_known_by_kind_and_store(mongo: Mongo, scope: StoreScope) -> None:
    await keep(mongo, scope)
    assert await recall(mongo, scope, "product") == {"frame-1": Aside("ab12", CRASHED, "b1")}
    assert await recall(mongo, scope, "photo") == {}
    assert await recall(mongo, scope.store("other"), "product") == {}


async def test_twice_is_once_and_newer_content_replaces_older(mongo: Mongo, scope: StoreScope) -> None:
    for content in ("ab12", "ab12", "cd34"):
        await keep(mongo, scope, content=content)
    assert (await recall(mongo, scope, "product"))["frame-1"].content == "cd34"
    assert await mongo.tenant(scope).set_aside.count_documents({}) == 1


async def test_another_version_or_a_week_gives_it_its_chance(mongo: Mongo, scope: StoreScope) -> None:
    rows = mongo.tenant(scope).set_aside
    await keep(mongo, scope, "of-an-older-version")
    await rows.update_one({"what": "of-an-older-version"}, {"$set": {"version": "0.0.1"}})
    await keep(mongo, scope, "of-last-week")
    long_ago = await mongo.now() - timedelta(days=7, seconds=5)
    await rows.update_one({"what": "of-last-week"}, {"$set": {"at": long_ago}})
    await keep(mongo, scope, "of-this-week")
    week = await mongo.now() - timedelta(days=6, hours=23)
    await rows.update_one({"what": "of-this-week"}, {"$set": {"at": week}})
    assert set(await recall(mongo, scope, "product")) == {"of-this-week"}


async def test_the_database_removes_rows_that_are_too_old(mongo: Mongo, scope: StoreScope) -> None:
    await keep(mongo, scope)
    indexes = (await mongo.tenant(scope).set_aside.index_information()).values()
    assert [facts["expireAfterSeconds"] for facts in indexes if facts["key"] == [("at", 1)]] == [7 * 24 * 3600]


@pytest.mark.parametrize("reason", ["$where", "a.b", "{'$set': 1}"])
async def test_a_reason_is_kept_as_it_is(mongo: Mongo, scope: StoreScope, reason: str) -> None:
    await remember(mongo, scope, "photo", {"$x": Aside("$y", reason, "$b")})
    assert await recall(mongo, scope, "photo") == {"$x": Aside("$y", reason, "$b")}


async def test_all_of_one_store_is_forgotten(mongo: Mongo, scope: StoreScope) -> None:
    other = scope.store("other")
    for each in (scope, other):
        await keep(mongo, each)
    assert await forget(mongo, scope) == 1
    assert await recall(mongo, scope, "product") == {}
    assert set(await recall(mongo, other, "product")) == {"frame-1"}
