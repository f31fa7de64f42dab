"""A batch that gives up fails its build in words; how the work was cut changes no byte. Faults proper: tests/faults."""

from __future__ import annotations

from collections.abc import Callable

from submitter.requesting import retry_build
from tests.factories.nodes import LocalProcess
from tests.factories.pipeline import Shop
from tests.integration.conftest import Farm, Held

Start = Callable[[LocalProcess], LocalProcess]


async def test_a_batch_that_can_not_be_done_fails_the_build_after_four_attempts(shop: Shop, hold: Held) -> None:
    await shop.stock(products=2)
    hold("rendering")
    build = await shop.until(await shop.ask(), lambda seen: seen.stage == "make")
    [pages] = await shop.batches(build, kind="pages")
    objects, key = shop.session.objects, pages["input"]["pages_key"]
    lost = await objects.get(key)
    await objects.delete(key)
    hold.release()
    failed = await shop.ended(build)
    assert (failed.state, failed.code) == ("failed", "batch_failed")
    assert failed.reason is not None
    assert failed.reason.startswith("Batch pages.00000 failed 4 times: ")
    assert key in failed.reason
    assert await shop.live_release() is None

    await objects.put(key, lost)
    finished = {row["batch_id"]: row["finished_at"] for row in await shop.batches(build, state="done")}
    assert set(finished) >= {"catalogue.00000", "photos.00000", "plan.00000"}
    await retry_build(shop.session, shop.session.tenant, build.build_id)
    again = await shop.ended(build)
    assert (again.state, again.reason) == ("live", None)
    rows = {row["batch_id"]: row for row in await shop.batches(build)}
    assert {name: rows[name]["finished_at"] for name in finished} == finished, "what was done was not done again"
    assert rows["pages.00000"]["attempts"] == 1


async def test_the_release_does_not_depend_on_how_the_work_was_cut(
    shop: Shop, field: Farm, field_shop: Shop, start: Start
) -> None:
    """One batch at a time and small shards give the same bytes as the usual window and shards."""
    field_shop.store_id = shop.store_id
    for each in (shop, field_shop):
        await each.stock(products=9)
    start(field.worker("small", app="tests.factories.small_shards", STORELOOM_WINDOW_BATCHES="1"))
    usual, small = await shop.build(), await field_shop.build()
    assert small.summary["counts"]["pages"] == usual.summary["counts"]["pages"]
    assert len(await field_shop.batches(small, kind="pages")) > len(await shop.batches(usual, kind="pages")) >= 1
    assert small.release_id == usual.release_id
