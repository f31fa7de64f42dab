"""A batch that gives up is split down to the item at fault; what is nobody's fault fails the build."""

from __future__ import annotations

import pytest

from storefront.builds.batches import add_batches, put_back
from storefront.builds.closing import close_stage
from storefront.builds.events import events_of
from storefront.builds.fairness import Capacity
from storefront.builds.models import BatchPlan, Build
from storefront.builds.moves import move_stage
from storefront.builds.queries import build_by_id
from storefront.storage.mongo import Document, Mongo
from tests.factories.builds import claimed, done_batch, finished, running_build

MANY = Capacity(100)
CATALOGUE = {"photos": [{"key": "p", "count": 3}], "counts": {"products": 10, "quarantined": 0}}
PLAN = {
    "site_key": "s",
    "theme": "t",
    "pages": [{"key": "a", "count": 3}, {"key": "b", "count": 2}],
    "images": [],
    "manifest_key": "m",
}
ROUND = {"product_id": "round", "what": "Round", "reason": "It failed 4 times."}
PANTO = {"product_id": "panto", "what": "Panto", "reason": "It failed 4 times."}


async def _at_photos(mongo: Mongo, catalogue: Document = CATALOGUE) -> Build:
    build = await running_build(mongo)
    await done_batch(mongo, build, BatchPlan("fetch", "catalogue", 0), catalogue)
    await close_stage(mongo, build, MANY)
    return build


async def _at_pages(mongo: Mongo, catalogue: Document = CATALOGUE) -> Build:
    build = await _at_photos(mongo, {**catalogue, "photos": []})
    await close_stage(mongo, build, MANY)
    build = await build_by_id(mongo, build.build_id)
    await finished(mongo, build, "plan.00000", PLAN)
    await close_stage(mongo, build, MANY)
    return await build_by_id(mongo, build.build_id)


async def _give_up(mongo: Mongo, build: Build, batch_id: str, *, items_fault: bool = True) -> None:
    """Four attempts, each claimed and put back."""
    for _ in range(4):
        await put_back(mongo, await claimed(mongo, build, batch_id), "its worker was lost", items_fault=items_fault)


async def _rows(mongo: Mongo, build: Build, **conditions: object) -> dict[str, Document]:
    found = mongo.control.batches.find({"build_id": build.build_id, **conditions})
    return {row["batch_id"]: row async for row in found}


async def test_a_batch_of_several_items_is_split_into_its_items(mongo: Mongo) -> None:
    build = await _at_photos(mongo)
    await _give_up(mongo, build, "photos.00000")
    window = await close_stage(mongo, build, MANY)
    assert [(batch.batch_id, batch.part, batch.items) for batch in window.batches] == [
        ("photos.00000.000", slice(0, 1), 1),
        ("photos.00000.001", slice(1, 2), 1),
        ("photos.00000.002", slice(2, 3), 1),
    ]
    assert {batch.input["photos_key"] for batch in window.batches} == {"p"}
    assert (await _rows(mongo, build))["photos.00000"]["state"] == "split"
    told = [event["reason"] for event in await events_of(mongo, build) if event["what"] == "batch"]
    assert told == ["Batch photos.00000 failed 4 times: its worker was lost. Its 3 items are tried one by one."]


async def test_the_item_at_fault_is_set_aside_and_the_stage_goes_on(mongo: Mongo) -> None:
    build = await _at_photos(mongo)
    await _give_up(mongo, build, "photos.00000")
    await close_stage(mongo, build, MANY)
    for good in ("photos.00000.000", "photos.00000.002"):
        await finished(mongo, build, good, {"media_key": good})
    await _give_up(mongo, build, "photos.00000.001")
    [batch] = (await close_stage(mongo, build, MANY)).batches
    assert (batch.batch_id, batch.set_aside) == ("photos.00000.001", "It failed 4 times: its worker was lost.")
    assert batch.attempts == 0
    await finished(mongo, build, batch.batch_id, {"media_key": "stand-in"})
    assert (await close_stage(mongo, build, MANY)).build.stage == "plan"


async def test_one_that_gives_up_though_it_was_set_aside_fails_the_build(mongo: Mongo) -> None:
    build = await _at_photos(mongo)
    await _give_up(mongo, build, "photos.00000")
    await close_stage(mongo, build, MANY)
    for _ in range(2):
        await _give_up(mongo, build, "photos.00000.001")
        await close_stage(mongo, build, MANY)
    ended = await build_by_id(mongo, build.build_id)
    assert (ended.state, ended.code) == ("failed", "batch_failed")


@pytest.mark.parametrize(("items", "state"), [(4, "failed"), (2, "running")])
async def test_when_every_item_of_some_gives_up_no_item_is_at_fault(mongo: Mongo, items: int, state: str) -> None:
    build = await _at_photos(mongo, {**CATALOGUE, "photos": [{"key": "p", "count": items}]})
    await _give_up(mongo, build, "photos.00000")
    await close_stage(mongo, build, MANY)
    for number in range(items):
        await _give_up(mongo, build, f"photos.00000.{number:03}")
        await close_stage(mongo, build, MANY)
    assert (await build_by_id(mongo, build.build_id)).state == state
    assert len(await _rows(mongo, build, set_aside={"$ne": None})) == min(items, 3)


async def test_a_photo_alone_in_its_batch_is_set_aside(mongo: Mongo) -> None:
    build = await _at_photos(mongo, {**CATALOGUE, "photos": [{"key": "p", "count": 1}]})
    await _give_up(mongo, build, "photos.00000")
    [batch] = (await close_stage(mongo, build, MANY)).batches
    assert batch.set_aside is not None


@pytest.mark.parametrize("items_fault", [True, False])
async def test_an_error_that_says_what_is_wrong_is_no_items_fault(mongo: Mongo, items_fault: bool) -> None:
    build = await _at_photos(mongo)
    await _give_up(mongo, build, "photos.00000", items_fault=items_fault)
    await close_stage(mongo, build, MANY)
    assert (await build_by_id(mongo, build.build_id)).state == ("running" if items_fault else "failed")


async def test_products_found_unfit_are_left_out_of_a_new_plan(mongo: Mongo) -> None:
    build = await _at_pages(mongo)
    await finished(mongo, build, "pages.00000", {"left_out": [ROUND, PANTO]})
    await finished(mongo, build, "pages.00001", {"left_out": [ROUND]})  # the same product in another language
    window = await close_stage(mongo, build, MANY)
    again = window.build
    assert (again.stage, again.epoch) == ("plan", build.epoch + 1)
    assert [left["product_id"] for left in again.left_out] == ["round", "panto"]
    assert [batch.batch_id for batch in window.batches] == ["plan.00000"]
    assert set(await _rows(mongo, build)) == {"catalogue.00000", "plan.00000"}, "what was made is planned anew"
    [back] = [event for event in await events_of(mongo, build) if event["before"] == "make"]
    assert (back["after"], back["reason"]) == ("plan", "planned again without Round, Panto")
    assert await move_stage(mongo, build) is None, "a late closer of the first plan changes nothing"


async def test_the_clocks_of_a_second_plan_begin_anew(mongo: Mongo) -> None:
    build = await _at_pages(mongo)
    await finished(mongo, build, "pages.00000", {"left_out": [ROUND]})
    await finished(mongo, build, "pages.00001", {})
    again = (await close_stage(mongo, build, MANY)).build
    assert set(again.stage_times["plan"]) == {"opened_at"}
    assert "make" not in again.stage_times


async def test_more_left_out_than_the_store_allows_fails_the_build(mongo: Mongo) -> None:
    build = await _at_pages(mongo, {**CATALOGUE, "quarantine_limit_percent": 15})
    await finished(mongo, build, "pages.00000", {"left_out": [ROUND, PANTO]})
    await finished(mongo, build, "pages.00001", {"manifest_key": "m"})
    await close_stage(mongo, build, MANY)
    ended = await build_by_id(mongo, build.build_id)
    assert (ended.state, ended.code) == ("failed", "quarantine_limit_passed")
    assert ended.reason is not None
    assert ended.reason.startswith("2 of 10 products are in quarantine (20 %), more than the 15 % the store allows.")


async def test_what_was_published_before_comes_first_and_beyond_the_limit(mongo: Mongo) -> None:
    build = await _at_photos(mongo, {**CATALOGUE, "photos": [{"key": str(n), "count": 1} for n in range(6)]})
    await mongo.control.batches.update_many(
        {"build_id": build.build_id, "kind": "photos"}, {"$set": {"published_at": None}}
    )
    window = await close_stage(mongo, build, Capacity(2))
    assert [batch.batch_id for batch in window.batches] == ["photos.00000", "photos.00001"]
    await put_back(mongo, await claimed(mongo, build, "photos.00001"), "KeyError: 1")
    window = await close_stage(mongo, build, Capacity(1))
    assert [batch.batch_id for batch in window.batches] == ["photos.00001"]


async def test_rows_of_the_same_plan_are_written_once(mongo: Mongo) -> None:
    build = await running_build(mongo)
    plans = [BatchPlan("fetch", "photos", number) for number in range(3)]
    await add_batches(mongo, build, plans)
    await add_batches(mongo, build, plans)
    assert len(await _rows(mongo, build)) == 3
