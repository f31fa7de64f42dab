"""A build goes live once, never over something newer, and never with something missing."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from storefront.builds.events import events_of
from storefront.builds.models import Build
from storefront.builds.moves import cancel
from storefront.builds.queries import build_by_id
from storefront.errors import BrokenPromise, UnknownRelease
from storefront.publishing import switching
from storefront.publishing.going_live import put_live
from storefront.publishing.release import Release, assemble_release
from storefront.publishing.releases import kept_ids
from storefront.publishing.retention import forget_releases, sweep_contents
from storefront.publishing.switching import history, live_switch, roll_back
from storefront.publishing.targets.local import LocalTarget
from storefront.publishing.upload import upload_rest, upload_shard
from storefront.storage.interfaces import Objects
from storefront.storage.mongo import Mongo
from storefront.storage.objects import open_objects
from storefront.tenancy.scope import StoreScope, TenantScope
from tests.factories.builds import SCOPE, running_build
from tests.factories.releases import store_contents

AT_ONCE = timedelta(seconds=-5)  # everything is older than that


@pytest.fixture
def objects() -> Objects:
    return open_objects("memory://")


async def made(objects: Objects, build: Build, word: str) -> Release:
    """The build's release, of one page that says the word."""
    key = await store_contents(objects, {"/": word.encode()}, SCOPE)
    return await assemble_release(objects, SCOPE, build.build_id, [key])


async def gone_live(mongo: Mongo, objects: Objects, word: str) -> tuple[Build, Release]:
    build = await running_build(mongo)
    release = await made(objects, build, word)
    assert await put_live(mongo, build, release)
    return build, release


async def shown(mongo: Mongo) -> str:
    live = await live_switch(mongo, SCOPE)
    assert live is not None
    return live.release_id


async def test_of_many_at_once_one_puts_the_build_live(mongo: Mongo, objects: Objects) -> None:
    build = await running_build(mongo)
    release = await made(objects, build, "one")
    outcomes = await asyncio.gather(*(put_live(mongo, build, release) for _ in range(6)))
    assert sorted(outcomes) == [False] * 5 + [True]
    assert [(done.release_id, done.number) for done in await history(mongo, SCOPE)] == [(release.release_id, 1)]
    moves = [row["after"] for row in await events_of(mongo, build) if row["what"] == "state"]
    assert moves.count("live") == 1


async def test_a_second_run_after_success_changes_nothing(mongo: Mongo, objects: Objects) -> None:
    build, first = await gone_live(mongo, objects, "one")
    _, second = await gone_live(mongo, objects, "two")
    before = await mongo.control.releases.find().sort("_id").to_list(None)
    assert not await put_live(mongo, build, first)
    assert await shown(mongo) == second.release_id
    assert (await build_by_id(mongo, build.build_id)).state == "live"
    assert await mongo.control.releases.find().sort("_id").to_list(None) == before


async def test_a_build_behind_a_rollback_is_superseded_and_leaves_no_row(mongo: Mongo, objects: Objects) -> None:
    _, first = await gone_live(mongo, objects, "one")
    _, second = await gone_live(mongo, objects, "two")
    build = await running_build(mongo)
    late = await made(objects, build, "late")
    await roll_back(mongo, SCOPE)
    assert not await put_live(mongo, build, late)
    assert await shown(mongo) == first.release_id
    ended = await build_by_id(mongo, build.build_id)
    assert (ended.state, ended.release_id) == ("superseded", None)
    assert ended.reason is not None
    assert "a rollback went live before it" in ended.reason
    assert await kept_ids(mongo, SCOPE) == {first.release_id, second.release_id}


async def test_a_build_is_not_called_live_because_its_release_once_was(mongo: Mongo, objects: Objects) -> None:
    """Rolled back to what the build makes, and away from it again, both after the build was asked for."""
    _, first = await gone_live(mongo, objects, "one")
    _, second = await gone_live(mongo, objects, "two")
    build = await running_build(mongo)
    await roll_back(mongo, SCOPE, first.release_id)
    await roll_back(mongo, SCOPE, second.release_id)
    assert not await put_live(mongo, build, await made(objects, build, "one"))
    assert await shown(mongo) == second.release_id
    assert (await build_by_id(mongo, build.build_id)).state == "superseded"


async def test_a_cancelled_build_does_not_go_live(mongo: Mongo, objects: Objects) -> None:
    _, first = await gone_live(mongo, objects, "one")
    build = await running_build(mongo)
    late = await made(objects, build, "late")
    assert await cancel(mongo, build)
    assert not await put_live(mongo, build, late)
    assert await shown(mongo) == first.release_id
    assert (await build_by_id(mongo, build.build_id)).state == "cancelled"
    assert await kept_ids(mongo, SCOPE) == {first.release_id}


async def test_a_build_of_an_earlier_epoch_does_not_go_live(mongo: Mongo, objects: Objects) -> None:
    build = await running_build(mongo)
    release = await made(objects, build, "one")
    await mongo.control.builds.update_one({"_id": build.build_id}, {"$inc": {"epoch": 1}})
    assert not await put_live(mongo, build, release)
    assert await live_switch(mongo, SCOPE) is None


async def test_what_a_rollback_goes_to_cannot_be_tidied_away_under_it(
    mongo: Mongo, objects: Objects, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rollback has chosen its release and then stands still; meanwhile the tidying forgets and removes it."""
    _, old = await gone_live(mongo, objects, "old")
    for word in ("two", "three"):
        _, last = await gone_live(mongo, objects, word)
    take_number = switching.take_number

    async def slowly(mongo: Mongo, scope: StoreScope) -> int:
        assert await forget_releases(mongo, scope, keep=2) == [old.release_id]
        await sweep_contents(mongo, objects, TenantScope(SCOPE.tenant_id), older_than=AT_ONCE)
        return await take_number(mongo, scope)

    monkeypatch.setattr(switching, "take_number", slowly)
    with pytest.raises(UnknownRelease, match="just been forgotten"):
        await roll_back(mongo, SCOPE, old.release_id)
    assert await shown(mongo) == last.release_id


async def test_the_tidying_does_not_forget_what_was_rolled_back_to_meanwhile(
    mongo: Mongo, objects: Objects, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, old = await gone_live(mongo, objects, "old")
    for word in ("two", "three", "four"):
        await gone_live(mongo, objects, word)
    delete_many = type(mongo.control.releases).delete_many

    async def late(collection: object, *words: object) -> object:
        await roll_back(mongo, SCOPE, old.release_id)
        return await delete_many(collection, *words)

    monkeypatch.setattr(type(mongo.control.releases), "delete_many", late)
    await forget_releases(mongo, SCOPE, keep=2)
    assert old.release_id in await kept_ids(mongo, SCOPE)
    assert await shown(mongo) == old.release_id


async def test_what_was_tidied_away_since_the_upload_is_noticed_before_the_switch(
    mongo: Mongo, objects: Objects
) -> None:
    """A build that failed after its upload is tried again when the daily tidying has passed."""
    key = await store_contents(objects, {"/": b"home"}, SCOPE)
    target = LocalTarget(objects, SCOPE)
    await upload_shard(target, objects, key)
    await upload_rest(target, objects, [key])
    await sweep_contents(mongo, objects, TenantScope(SCOPE.tenant_id), older_than=AT_ONCE)
    with pytest.raises(BrokenPromise):
        await upload_rest(target, objects, [key])
