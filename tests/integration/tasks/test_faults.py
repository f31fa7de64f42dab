"""Workers die, messages get lost, objects go missing: builds end well or say why; tests/faults breaks far more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from redis import Redis

from storefront.builds.events import events_of
from storefront.builds.models import Build
from storefront.storage.mongo import Document
from submitter.requesting import retry_build
from submitter.session import open_session
from tests.factories.nodes import LocalProcess, ValkeyProcess
from tests.factories.pipeline import Shop, eventually
from tests.integration.conftest import Farm, Held
from workers.lifeline import Lifeline

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


async def test_a_killed_worker_delays_a_build_and_no_more(field: Farm, field_shop: Shop, start: Start) -> None:
    await field_shop.stock(products=24)
    start(field.sweeper())
    victim = start(field.worker("victim"))
    build = await field_shop.ask()
    await _running(field_shop, build, "images")
    victim.kill("SIGKILL")
    start(field.worker("heir"))
    ended = await field_shop.ended(build)
    assert ended.state == "live"
    reasons = [row["reason"] for row in await events_of(field_shop.session.mongo, build) if row["what"] == "sweep"]
    assert any("ran out" in reason for reason in reasons), reasons
    assert max(row["attempts"] for row in await field_shop.batches(build)) == 2


async def _running(shop: Shop, build: Build, kind: str) -> list[Document]:
    return await eventually(lambda: shop.batches(build, kind=kind, state="running"), bool)


async def test_lost_messages_are_sent_again(field: Farm, field_shop: Shop, start: Start) -> None:
    """Redis forgets everything while pages and photos are in the queues, the chord's counters among it."""
    await field_shop.stock(products=6)
    start(field.sweeper())
    start(field.worker("first", queues=("control", "catalogue")))
    build = await field_shop.until(await field_shop.ask(), lambda seen: seen.stage == "make")
    await eventually(lambda: field_shop.batches(build, kind="pages", published_at={"$ne": None}), bool)
    with Redis.from_url(field.redis_url) as redis:
        redis.flushall()
    start(field.worker("second", queues=("rendering", "imaging", "seo", "publishing")))
    assert (await field_shop.ended(build)).state == "live"


async def test_a_broker_that_dies_in_the_middle_delays_a_build_and_no_more(
    field: Farm, lifeline: Lifeline, start: Start, tmp_path: Path
) -> None:
    broker = ValkeyProcess("mortal", tmp_path / "broker", lifeline)
    start(broker)
    field.redis_url = broker.url
    start(field.sweeper())
    start(field.worker("patient"))
    async with open_session(field.settings) as session:
        shop = Shop(session, tmp_path / "catalogue")
        await shop.stock(products=16)
        build = await shop.ask()
        await _running(shop, build, "images")
        broker.kill("SIGKILL")
        broker.start().wait_ready()
        assert (await shop.ended(build)).state == "live"


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
