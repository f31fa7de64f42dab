"""What is kept, and what may go."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from storefront.errors import BrokenPromise, NothingToDo
from storefront.publishing.releases import kept_ids
from storefront.publishing.retention import forget_releases, sweep_contents
from storefront.publishing.switching import roll_back, switch
from storefront.publishing.targets.local import LocalTarget
from storefront.publishing.tree import entries_of, read_root, root_key
from storefront.publishing.upload import upload_shard
from storefront.storage.interfaces import ObjectFacts, Objects
from storefront.storage.mongo import Mongo
from storefront.storage.objects import open_objects
from storefront.tenancy.scope import StoreScope, TenantScope
from tests.factories.releases import SCOPE, make_live, make_release, store_contents

TENANT = TenantScope(SCOPE.tenant_id)
AT_ONCE = timedelta(seconds=-5)  # everything is older than that


@pytest.fixture
def objects() -> Objects:
    return open_objects("memory://")


async def keys(objects: Objects, folder: str) -> set[str]:
    return {found.key async for found in objects.list(SCOPE.key(folder))}


async def test_the_last_releases_and_the_live_one_are_kept(mongo: Mongo, objects: Objects) -> None:
    made = [(await make_live(mongo, objects, {"/": b"%d" % number})).release_id for number in range(5)]
    await roll_back(mongo, SCOPE, made[0])
    assert set(await forget_releases(mongo, SCOPE, keep=3)) == {made[1], made[2]}
    assert await kept_ids(mongo, SCOPE) == {made[0], made[3], made[4]}
    assert await forget_releases(mongo, SCOPE, keep=3) == []


async def test_what_was_shown_last_is_kept_however_long_ago_it_was_built(mongo: Mongo, objects: Objects) -> None:
    """Its pages are still open in somebody's browser."""
    made = [(await make_live(mongo, objects, {"/": b"%d" % number})).release_id for number in range(4)]
    await roll_back(mongo, SCOPE, made[0])
    newest = (await make_live(mongo, objects, {"/": b"newest"})).release_id
    await forget_releases(mongo, SCOPE, keep=2)
    assert await kept_ids(mongo, SCOPE) == {made[0], newest}


async def test_what_no_kept_release_has_goes_and_the_kept_ones_stay_whole(mongo: Mongo, objects: Objects) -> None:
    shared = {f"/{number}/": b"page %d" % number for number in range(100)}
    old = await make_live(mongo, objects, shared | {"/old/": b"old", "/": b"home then"})
    new = await make_live(mongo, objects, shared | {"/": b"home now"})
    other = await make_live(mongo, objects, {"/": b"other store"}, StoreScope(SCOPE.tenant_id, "other"))
    await objects.put(SCOPE.key("media", "aa", "photo"), b"an original")
    await forget_releases(mongo, SCOPE, keep=1)
    swept = await sweep_contents(mongo, objects, TENANT, older_than=AT_ONCE)
    assert await objects.size(root_key(SCOPE, old.release_id)) is None
    for release in (new, other):
        root = await read_root(objects, SCOPE, release.release_id)
        read = [await objects.get(entry.key) async for entry in entries_of(objects, SCOPE, root)]
        assert sum(map(len, read)) == release.size_bytes
    assert len(await keys(objects, "blobs")) == 102
    assert await objects.get(SCOPE.key("media", "aa", "photo")) == b"an original"
    # the old root, its page shard, "/old/" and "/", and the shards the builds wrote for the release's own
    assert swept.freed_bytes > len(b"old") + len(b"home then")
    assert (await sweep_contents(mongo, objects, TENANT, older_than=AT_ONCE)).deleted == 0


async def test_pages_marks_go_with_age_not_with_those_of_targets(mongo: Mongo, objects: Objects) -> None:
    await objects.put(SCOPE.key("marks", "0" * 64), b"of a page")
    await sweep_contents(mongo, objects, TENANT)
    assert len(await keys(objects, "marks")) == 1
    await sweep_contents(mongo, objects, TENANT, older_than=AT_ONCE)
    assert await keys(objects, "marks") == set()


async def test_more_than_one_armful_is_deleted(mongo: Mongo, objects: Objects) -> None:
    await make_live(mongo, objects, {"/": b"home"})
    for number in range(1100):
        await objects.put(SCOPE.blob_key(f"{number:064x}"), b"1234")
    swept = await sweep_contents(mongo, objects, TENANT, older_than=AT_ONCE)
    assert (swept.deleted, swept.freed_bytes) == (1100, 4400)
    assert len(await keys(objects, "blobs")) == 1


async def test_what_is_young_stays(mongo: Mongo, objects: Objects) -> None:
    await store_contents(objects, {"/": b"a build may be about to use this"})
    swept = await sweep_contents(mongo, objects, TENANT)
    assert (swept.kept, swept.deleted) == (2, 0)


async def test_nothing_goes_when_a_build_came_and_went_meanwhile(mongo: Mongo, objects: Objects) -> None:
    """Its release may have taken up again what no release had when the sweep began."""
    await make_live(mongo, objects, {"/": b"first"})
    await make_live(mongo, objects, {"/": b"second"})
    await forget_releases(mongo, SCOPE, keep=1)
    before = await keys(objects, "blobs")
    listed = objects.list

    async def list_slowly(prefix: str) -> AsyncIterator[ObjectFacts]:
        if prefix == SCOPE.key("blobs"):
            ended = SCOPE.filter(_id="b", state="live", moved_at=await mongo.now() + timedelta(milliseconds=1))
            await mongo.control.builds.insert_one(ended)
        async for found in listed(prefix):
            yield found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(objects, "list", list_slowly)
        with pytest.raises(NothingToDo, match="under way"):
            await sweep_contents(mongo, objects, TENANT, older_than=AT_ONCE)
    assert await keys(objects, "blobs") == before


async def test_nothing_goes_beside_a_build(mongo: Mongo, objects: Objects) -> None:
    await mongo.control.builds.insert_one(SCOPE.filter(_id="b", state="running"))
    with pytest.raises(NothingToDo, match="under way"):
        await sweep_contents(mongo, objects, TENANT, older_than=AT_ONCE)
    await mongo.control.builds.update_one({"_id": "b"}, {"$set": {"state": "failed"}})
    await sweep_contents(mongo, objects, TENANT, older_than=AT_ONCE)


async def test_a_live_release_whose_row_is_gone_stays_whole(mongo: Mongo, objects: Objects) -> None:
    release = await make_live(mongo, objects, {"/": b"home"})
    await mongo.control.releases.delete_many({})
    await sweep_contents(mongo, objects, TENANT, older_than=AT_ONCE)
    assert await objects.size(root_key(SCOPE, release.release_id)) is not None
    assert len(await keys(objects, "blobs")) == 1


async def test_nothing_goes_when_a_kept_release_cannot_be_read(mongo: Mongo, objects: Objects) -> None:
    release = await make_release(mongo, objects, {"/": b"home"})
    await objects.delete(root_key(SCOPE, release.release_id))
    with pytest.raises(BrokenPromise):
        await sweep_contents(mongo, objects, TENANT, older_than=AT_ONCE)
    assert len(await keys(objects, "blobs")) == 1


async def test_after_a_sweep_the_local_target_looks_again(mongo: Mongo, objects: Objects) -> None:
    target = LocalTarget(objects, SCOPE)
    key = await store_contents(objects, {"/": b"home"})
    await upload_shard(target, objects, key)
    await sweep_contents(mongo, objects, TENANT, older_than=AT_ONCE)
    key = await store_contents(objects, {"/": b"home"})
    assert (await upload_shard(target, objects, key)).checked == 1


async def test_another_tenants_contents_are_not_touched(mongo: Mongo, objects: Objects) -> None:
    foreign = StoreScope("someone", "shop")
    await store_contents(objects, {"/": b"theirs"}, foreign)
    await make_live(mongo, objects, {"/": b"ours"})
    assert await switch(mongo, SCOPE, (await make_release(mongo, objects, {"/": b"ours"})).release_id, 9, None)
    await sweep_contents(mongo, objects, TENANT, older_than=AT_ONCE)
    assert {found.key async for found in objects.list(foreign.key("blobs"))} != set()
