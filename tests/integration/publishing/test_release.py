"""Putting releases together, and their rows."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from storefront.errors import BrokenPromise, ReleaseRefused
from storefront.publishing.release import assemble_release
from storefront.publishing.releases import find_release, record_release
from storefront.publishing.tree import entries_of, read_root
from storefront.storage.mongo import Mongo
from storefront.storage.objects import open_objects
from storefront.tenancy.scope import StoreScope
from tests.factories.releases import SCOPE, entry_of, make_release, store_contents, store_shard

CONTENTS = {f"/products/{number}/": b"page %d" % number for number in range(700)}
CONTENTS |= {"/": b"home", "/assets/x.1.css": b"body{}", "/images/ab/r1/320.webp": b"RIFF", "/robots.txt": b"*"}


async def test_the_release_is_the_same_whatever_the_batches() -> None:
    objects = open_objects("memory://")
    entries = [entry_of(path, data) for path, data in CONTENTS.items()]
    by_one = [await store_shard(objects, entries)]
    by_many = [await store_shard(objects, entries[start::13]) for start in range(13)]
    one = await assemble_release(objects, SCOPE, "build-1", by_one)
    many = await assemble_release(objects, SCOPE, "build-1", [*reversed(by_many), *by_many, *by_one])
    assert one == many
    assert one.counts == {"asset": 1, "image": 1, "page": 701, "site": 1}
    assert (one.entries, one.size_bytes) == (704, sum(map(len, CONTENTS.values())))
    root = await read_root(objects, SCOPE, one.release_id)
    assert [entry async for entry in entries_of(objects, SCOPE, root)] == sorted(entries)


async def test_recording_again_keeps_one_row_and_its_first_time(mongo: Mongo) -> None:
    release = await make_release(mongo, open_objects("memory://"), CONTENTS)
    (row,) = await mongo.control.releases.find(SCOPE.filter()).to_list(None)
    builds = [f"build-{number}" for number in range(8)]
    await asyncio.gather(*(record_release(mongo, SCOPE, replace(release, build_id=build)) for build in builds))
    await record_release(mongo, SCOPE, replace(release, build_id="build-last"))
    (again,) = await mongo.control.releases.find(SCOPE.filter()).to_list(None)
    assert again["created_at"] == row["created_at"]
    assert again["built_at"] > row["built_at"]
    assert again["build_id"] == "build-last"


async def test_another_store_of_the_same_content_has_a_row_of_its_own(mongo: Mongo) -> None:
    objects = open_objects("memory://")
    other = StoreScope(SCOPE.tenant_id, "other")
    release = await make_release(mongo, objects, CONTENTS)
    same = await make_release(mongo, objects, CONTENTS, other)
    assert release.release_id == same.release_id
    assert await mongo.control.releases.count_documents({}) == 2


async def test_where_the_store_is_on_its_host_is_part_of_the_release(mongo: Mongo) -> None:
    objects = open_objects("memory://")
    at_root = await make_release(mongo, objects, CONTENTS)
    below = await make_release(mongo, objects, CONTENTS, base_path="/shop")
    assert at_root.release_id != below.release_id
    assert (await find_release(mongo, SCOPE, below.release_id[:10])).base_path == "/shop"


async def test_what_cannot_be_a_release_is_refused() -> None:
    objects = open_objects("memory://")
    with pytest.raises(ReleaseRefused, match="no pages"):
        await assemble_release(objects, SCOPE, "build-1", [])
    with pytest.raises(BrokenPromise, match="missing"):
        await assemble_release(objects, SCOPE, "build-1", [SCOPE.key("manifests", "0" * 64)])
    one = await store_contents(objects, {"/": b"one"})
    two = await store_contents(objects, {"/": b"two"})
    with pytest.raises(BrokenPromise, match="claim the address /:"):
        await assemble_release(objects, SCOPE, "build-1", [one, two])
