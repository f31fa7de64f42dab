"""A stage closes when its rows say so, whoever asks and how often."""

from __future__ import annotations

import asyncio

from storefront.builds.batches import put_back
from storefront.builds.closing import close_stage, open_stage
from storefront.builds.fairness import Capacity
from storefront.builds.queries import build_by_id
from storefront.builds.windows import give_back
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope
from tests.factories.builds import claimed, finished, running_build


async def test_fetch_grows_by_the_photos_it_finds(mongo: Mongo) -> None:
    build = await running_build(mongo)
    window = await open_stage(mongo, build, Capacity(10))
    assert [batch.batch_id for batch in window.batches] == ["catalogue.00000"]
    photos = [{"key": "a", "count": 16}, {"key": "b", "count": 3}]
    await finished(mongo, build, "catalogue.00000", {"photos": photos})
    window = await close_stage(mongo, build, Capacity(10))
    assert [(batch.batch_id, batch.items) for batch in window.batches] == [("photos.00000", 16), ("photos.00001", 3)]
    for batch in window.batches:
        await finished(mongo, build, batch.batch_id, {})
    window = await close_stage(mongo, build, Capacity(10))
    assert [batch.batch_id for batch in window.batches] == ["plan.00000"]
    assert window.build.stage == "plan"


async def test_windows_follow_each_other(mongo: Mongo) -> None:
    build = await running_build(mongo)
    await open_stage(mongo, build, Capacity(2))
    photos = [{"key": str(number), "count": 1} for number in range(5)]
    await finished(mongo, build, "catalogue.00000", {"photos": photos})
    sizes = []
    while (window := await close_stage(mongo, build, Capacity(2))).build.stage == "fetch":
        sizes.append(len(window.batches))
        for batch in window.batches:
            await finished(mongo, build, batch.batch_id, {})
    assert sizes == [2, 2, 1]


async def test_many_closers_open_the_next_stage_once(mongo: Mongo) -> None:
    build = await running_build(mongo)
    await open_stage(mongo, build, Capacity(10))
    await finished(mongo, build, "catalogue.00000", {"photos": []})
    windows = await asyncio.gather(*(close_stage(mongo, build, Capacity(10)) for _ in range(6)))
    assert sum(len(window.batches) for window in windows) == 1


async def test_closers_at_one_moment_take_different_batches(mongo: Mongo) -> None:
    build = await running_build(mongo)
    await open_stage(mongo, build, Capacity(10))
    photos = [{"key": str(number), "count": 1} for number in range(30)]
    await finished(mongo, build, "catalogue.00000", {"photos": photos})
    windows = await asyncio.gather(*(close_stage(mongo, build, Capacity(5)) for _ in range(6)))
    taken = [batch.batch_id for window in windows for batch in window.batches]
    assert len(taken) == len(set(taken)) >= 5


async def test_a_catalogue_that_ends_while_others_close_keeps_its_photos(mongo: Mongo) -> None:
    photos = [{"key": "a", "count": 1}]
    for number in range(8):
        build = await running_build(mongo, StoreScope(f"tenant-{number}", "shop"))
        await open_stage(mongo, build, Capacity(10))
        closers = [close_stage(mongo, build, Capacity(10)) for _ in range(4)]
        await asyncio.gather(*closers, finished(mongo, build, "catalogue.00000", {"photos": photos}))
        assert (await build_by_id(mongo, build.build_id)).stage == "fetch"


async def test_a_stage_without_anything_to_do_is_left(mongo: Mongo) -> None:
    build = await running_build(mongo)
    for batch_id, result in (
        ("catalogue.00000", {"photos": []}),
        ("plan.00000", {"site_key": "s", "theme": "t", "pages": [], "images": [], "manifest_key": "m"}),
    ):
        await close_stage(mongo, build, Capacity(10))
        build = await build_by_id(mongo, build.build_id)
        await finished(mongo, build, batch_id, result)
        await close_stage(mongo, build, Capacity(10))
        build = await build_by_id(mongo, build.build_id)
    assert build.stage == "make"
    await close_stage(mongo, build, Capacity(10))
    assert (await build_by_id(mongo, build.build_id)).stage != "make"


async def test_a_batch_put_back_comes_again_until_it_is_dead(mongo: Mongo) -> None:
    build = await running_build(mongo)
    for attempt in range(1, 5):
        window = await open_stage(mongo, build, Capacity(10))
        assert [batch.batch_id for batch in window.batches] == ["catalogue.00000"]
        batch = await claimed(mongo, build, "catalogue.00000")
        assert batch.attempts == attempt
        await put_back(mongo, batch, "KeyError: 'photos'")
    await close_stage(mongo, build, Capacity(10))
    ended = await build_by_id(mongo, build.build_id)
    assert (ended.state, ended.code) == ("failed", "batch_failed")
    assert ended.reason == "Batch catalogue.00000 failed 4 times: KeyError: 'photos'."


async def test_a_delay_keeps_a_batch_back(mongo: Mongo) -> None:
    build = await running_build(mongo)
    await open_stage(mongo, build, Capacity(10))
    batch = await claimed(mongo, build, "catalogue.00000")
    await put_back(mongo, batch, "MongoDB does not answer.", delay_s=60)
    window = await close_stage(mongo, build, Capacity(10))
    assert window.batches == []
    assert (await build_by_id(mongo, build.build_id)).state == "running"


async def test_an_unpublished_window_can_be_taken_again(mongo: Mongo) -> None:
    build = await running_build(mongo)
    assert len((await open_stage(mongo, build, Capacity(10))).batches) == 1
    assert (await open_stage(mongo, build, Capacity(10))).batches == []
    await give_back(mongo, build, ["catalogue.00000"])
    assert len((await open_stage(mongo, build, Capacity(10))).batches) == 1
