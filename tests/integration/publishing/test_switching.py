"""The live pointer on a real database."""

from __future__ import annotations

import asyncio

import pytest

from storefront.errors import NothingToDo, UnknownRelease, UnknownStore
from storefront.publishing.history import KEPT
from storefront.publishing.release import assemble_release
from storefront.publishing.releases import kept_ids, prepare_releases, record_release, releases
from storefront.publishing.switching import history, live_switch, roll_back, switch, take_number
from storefront.storage.manifest import Entry, digest_of, encode_shard
from storefront.storage.mongo import Mongo
from storefront.storage.objects import open_objects
from storefront.tenancy.scope import StoreScope
from storefront.tenancy.stores import register_store

SCOPE = StoreScope("acme", "shop")


async def release_named(mongo: Mongo, word: str) -> str:
    """A recorded release of one page that says the word."""
    objects = open_objects("memory://")
    data = word.encode()
    shard = encode_shard([Entry("/", SCOPE.blob_key(digest_of(data)), digest_of(data), len(data), "text/html", "page")])
    key = SCOPE.key("manifests", digest_of(shard))
    await objects.put(key, shard)
    release = await assemble_release(objects, SCOPE, f"build-{word}", [key])
    await record_release(mongo, SCOPE, release)
    return release.release_id


async def go_live(mongo: Mongo, *words: str) -> list[str]:
    await register_store(mongo, SCOPE)
    ids = [await release_named(mongo, word) for word in words]
    for release_id, word in zip(ids, words, strict=True):
        assert await switch(mongo, SCOPE, release_id, await take_number(mongo, SCOPE), f"build-{word}")
    return ids


async def test_numbers_of_a_store_rise_one_by_one_whoever_asks(mongo: Mongo) -> None:
    await register_store(mongo, SCOPE)
    numbers = await asyncio.gather(*(take_number(mongo, SCOPE) for _ in range(20)))
    assert sorted(numbers) == list(range(1, 21))


async def test_of_fifty_switches_at_once_the_highest_number_wins_and_the_pointer_never_goes_back(mongo: Mongo) -> None:
    await register_store(mongo, SCOPE)
    seen: list[int] = []
    done = asyncio.Event()

    async def watch() -> None:
        while not done.is_set():
            live = await live_switch(mongo, SCOPE)
            seen.append(live.number if live else 0)

    watcher = asyncio.create_task(watch())
    order = [(7 * n) % 50 + 1 for n in range(50)]  # every number from 1 to 50, mixed
    outcomes = await asyncio.gather(*(switch(mongo, SCOPE, f"r{n}", n, f"b{n}") for n in order))
    done.set()
    await watcher
    live = await live_switch(mongo, SCOPE)
    assert live is not None
    assert (live.release_id, live.number, live.build_id) == ("r50", 50, "b50")
    assert outcomes[order.index(50)] is True
    assert seen == sorted(seen)
    numbers = [past.number for past in await history(mongo, SCOPE)]
    assert numbers == sorted(numbers)
    assert numbers[-1] == 50


async def test_a_late_switch_changes_nothing(mongo: Mongo) -> None:
    await register_store(mongo, SCOPE)
    assert await switch(mongo, SCOPE, "new", 2, "b2")
    assert not await switch(mongo, SCOPE, "old", 1, "b1")
    assert [past.release_id for past in await history(mongo, SCOPE)] == ["new"]


async def test_the_same_switch_twice_or_late_is_done_once(mongo: Mongo) -> None:
    await register_store(mongo, SCOPE)
    assert await switch(mongo, SCOPE, "first", 1, "b1")
    assert not await switch(mongo, SCOPE, "first", 1, "b1")
    assert await switch(mongo, SCOPE, "second", 2, "b2")
    assert not await switch(mongo, SCOPE, "first", 1, "b1")
    assert [past.release_id for past in await history(mongo, SCOPE)] == ["first", "second"]


async def test_names_that_look_like_fields_are_stored_as_they_are(mongo: Mongo) -> None:
    await register_store(mongo, SCOPE)
    assert await switch(mongo, SCOPE, "$sequence", 1, "$$NOW")
    live = await live_switch(mongo, SCOPE)
    assert live is not None
    assert (live.release_id, live.build_id) == ("$sequence", "$$NOW")


async def test_a_store_nobody_registered_is_unknown(mongo: Mongo) -> None:
    for asked in (switch(mongo, SCOPE, "r", 1, "b"), take_number(mongo, SCOPE), roll_back(mongo, SCOPE)):
        with pytest.raises(UnknownStore):
            await asked


async def test_rolling_back_goes_back_release_by_release_and_forward_by_name(mongo: Mongo) -> None:
    a, b, c = await go_live(mongo, "a", "b", "c")
    first = await roll_back(mongo, SCOPE)
    assert (first.release_id, first.previous_release_id, first.number) == (b, c, 4)
    assert (await roll_back(mongo, SCOPE)).release_id == a
    with pytest.raises(NothingToDo):
        await roll_back(mongo, SCOPE)
    assert (await roll_back(mongo, SCOPE, c[:8])).release_id == c
    assert (await roll_back(mongo, SCOPE)).release_id == a


async def test_a_build_asked_for_before_a_rollback_does_not_undo_it(mongo: Mongo) -> None:
    a, _ = await go_live(mongo, "a", "b")
    number = await take_number(mongo, SCOPE)
    await roll_back(mongo, SCOPE)
    assert not await switch(mongo, SCOPE, await release_named(mongo, "late"), number, "build-late")
    live = await live_switch(mongo, SCOPE)
    assert live is not None
    assert (live.release_id, live.reason) == (a, "rollback")


async def test_what_cannot_be_rolled_back_to_is_said(mongo: Mongo) -> None:
    await register_store(mongo, SCOPE)
    with pytest.raises(NothingToDo, match="not live yet"):
        await roll_back(mongo, SCOPE)
    (only,) = await go_live(mongo, "only")
    with pytest.raises(NothingToDo, match=r"no earlier release.* storeloom releases STORE"):
        await roll_back(mongo, SCOPE)
    with pytest.raises(NothingToDo, match=f"^Release {only[:12]} is live already.* storeloom releases STORE"):
        await roll_back(mongo, SCOPE, only)
    for unknown in ("0" * 64, "abc", "../../etc", "[0-9a-f]+"):
        with pytest.raises(UnknownRelease):
            await roll_back(mongo, SCOPE, unknown)


async def test_a_release_of_another_store_cannot_be_rolled_back_to(mongo: Mongo) -> None:
    (release_id, _) = await go_live(mongo, "a", "b")
    other = StoreScope("acme", "other")
    await register_store(mongo, other)
    assert await switch(mongo, other, "x" * 64, 1, None)
    with pytest.raises(UnknownRelease):
        await roll_back(mongo, other, release_id)


async def test_unchanged_builds_do_not_push_the_past_out_of_the_history(mongo: Mongo) -> None:
    a, b = await go_live(mongo, "a", "b")
    for _ in range(KEPT + 5):
        assert await switch(mongo, SCOPE, b, await take_number(mongo, SCOPE), "again")
    past = await history(mongo, SCOPE)
    assert [(done.release_id, done.number) for done in past] == [(a, 1), (b, KEPT + 7)]
    assert (await roll_back(mongo, SCOPE)).release_id == a


async def test_the_history_keeps_the_last_twenty(mongo: Mongo) -> None:
    await register_store(mongo, SCOPE)
    for number in range(1, KEPT + 4):
        assert await switch(mongo, SCOPE, f"r{number}", number, None)
    assert [past.number for past in await history(mongo, SCOPE)] == list(range(4, KEPT + 4))


async def test_releases_are_listed_newest_first_with_the_live_one_marked(mongo: Mongo) -> None:
    await prepare_releases(mongo)
    await prepare_releases(mongo)
    a, b = await go_live(mongo, "a", "b")
    await roll_back(mongo, SCOPE)
    listed = await releases(mongo, SCOPE)
    assert [(kept.release.release_id, kept.live) for kept in listed] == [(b, False), (a, True)]
    assert listed[0].release.build_id == "build-b"
    assert listed[0].release.counts == {"page": 1}
    assert await kept_ids(mongo, SCOPE) == {a, b}
