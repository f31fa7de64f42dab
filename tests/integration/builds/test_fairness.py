"""No build fills the queues that all share."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storefront.builds.batches import add_batches
from storefront.builds.fairness import Capacity, limits_of
from storefront.builds.models import BatchPlan, Build
from storefront.builds.windows import take_window
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope
from tests.factories.builds import running_build

TWO_SLOTS = Capacity(64, {"catalogue": 2, "photos": 2})


async def _with_photos(mongo: Mongo, tenant: str, batches: int, store: str = "shop") -> Build:
    build = await running_build(mongo, StoreScope(tenant, store))
    await add_batches(mongo, build, [BatchPlan("fetch", "photos", number) for number in range(batches)])
    return build


@pytest.mark.parametrize(("seconds", "limit"), [(None, 4), (3.0, 3), (0.5, 8), (0.01, 64), (0.0, 64)])
async def test_work_for_two_seconds_is_under_way(mongo: Mongo, seconds: float | None, limit: int) -> None:
    build = await _with_photos(mongo, "one", 10)
    means = {} if seconds is None else {"photos": seconds}
    assert (await limits_of(mongo, build, TWO_SLOTS, means))["photos"] == limit


async def test_without_workers_known_the_most_is_the_limit(mongo: Mongo) -> None:
    build = await _with_photos(mongo, "one", 10)
    assert (await limits_of(mongo, build, Capacity(7), {}))["photos"] == 7


async def test_the_tenant_with_more_to_do_gives_way(mongo: Mongo) -> None:
    large, small = await _with_photos(mongo, "large", 30), await _with_photos(mongo, "small", 3)
    assert (await limits_of(mongo, large, TWO_SLOTS, {}))["photos"] == 1
    assert (await limits_of(mongo, small, TWO_SLOTS, {}))["photos"] == 4
    await mongo.control.batches.update_many({"build_id": small.build_id}, {"$set": {"state": "done"}})
    assert (await limits_of(mongo, large, TWO_SLOTS, {}))["photos"] == 4


async def test_nobody_gives_way_to_a_tenant_whose_batches_wait_to_be_tried_again(mongo: Mongo) -> None:
    """It would halve the work of all others for as long as its storage is away."""
    large, small = await _with_photos(mongo, "large", 30), await _with_photos(mongo, "small", 1)
    later = await mongo.now() + timedelta(minutes=1)
    await mongo.control.batches.update_many({"build_id": small.build_id}, {"$set": {"not_before": later}})
    assert (await limits_of(mongo, large, TWO_SLOTS, {}))["photos"] == 4
    await mongo.control.batches.update_many({"build_id": small.build_id}, {"$set": {"not_before": None}})
    assert (await limits_of(mongo, large, TWO_SLOTS, {}))["photos"] == 1


async def test_of_equals_the_first_by_name_goes_on(mongo: Mongo) -> None:
    first, second = await _with_photos(mongo, "a", 5), await _with_photos(mongo, "b", 5)
    limits = [(await limits_of(mongo, build, TWO_SLOTS, {}))["photos"] for build in (first, second)]
    assert limits == [4, 1]


async def test_a_tenants_builds_share_its_limit_and_each_has_one_batch_at_least(mongo: Mongo) -> None:
    builds = [await _with_photos(mongo, "one", 9, store) for store in ("a", "b", "c")]
    windows = [await take_window(mongo, build, {"photos": 4}) for build in builds]
    assert [len(window.batches) for window in windows] == [4, 1, 1]
    assert [batch.index for batch in windows[0].batches] == [0, 1, 2, 3]
    again = [await take_window(mongo, build, {"photos": 4}) for build in builds]
    assert [len(window.batches) for window in again] == [0, 0, 0]


async def test_what_was_put_back_goes_out_on_top_of_the_limit_and_not_all_at_once(mongo: Mongo) -> None:
    build = await _with_photos(mongo, "one", 30)
    assert len((await take_window(mongo, build, {"photos": 4})).batches) == 4
    await mongo.control.batches.update_many({"index": {"$gte": 20}}, {"$set": {"again": True}})
    windows = [await take_window(mongo, build, {"photos": 4}) for _ in range(4)]
    assert [[batch.index for batch in window.batches] for window in windows] == [
        [20, 21, 22, 23],
        [24, 25, 26, 27],
        [28, 29],
        [],
    ]


async def test_a_window_goes_out_in_two_chords(mongo: Mongo) -> None:
    build = await _with_photos(mongo, "one", 5)
    window = await take_window(mongo, build, {"photos": 5})
    assert [[batch.index for batch in chord] for chord in window.chords()] == [[0, 1, 2], [3, 4]]
    assert (await take_window(mongo, build, {"photos": 5})).chords() == []
