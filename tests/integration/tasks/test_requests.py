"""One build runs and one waits; cancelling, deadlines and a Redis that is away lose nothing and break nothing."""

from __future__ import annotations

from pydantic import SecretStr

from storefront.builds.queries import build_by_id
from storefront.builds.submitting import request_build
from storefront.publishing.switching import history, roll_back
from submitter.requesting import ask_for_build, cancel_build
from submitter.session import open_session
from tests.factories.pipeline import Shop
from tests.integration.conftest import Farm, Held
from workers.ports import free_port


async def test_one_runs_one_waits_and_the_newest_waits_instead(shop: Shop, hold: Held) -> None:
    await shop.stock(products=2)
    hold("rendering")
    running = await shop.until(await shop.ask(), lambda build: build.stage == "make")
    waiting = await shop.ask()
    newest = await shop.ask()
    assert (await build_by_id(shop.session.mongo, running.build_id)).state == "running"
    replaced = await build_by_id(shop.session.mongo, waiting.build_id)
    assert (replaced.state, replaced.successor) == ("superseded", newest.build_id)
    assert (await build_by_id(shop.session.mongo, newest.build_id)).state == "queued"
    hold.release()
    first, last = await shop.ended(running), await shop.ended(newest)
    assert (first.state, last.state) == ("live", "live")
    assert first.finished_at is not None
    assert last.started_at is not None
    assert last.started_at >= first.finished_at


async def test_cancelling_in_the_middle_leaves_the_live_store_alone(shop: Shop, hold: Held) -> None:
    await shop.stock(products=2)
    live = (await shop.build()).release_id
    await shop.stock(products=3)
    hold("rendering")
    build = await shop.until(await shop.ask(), lambda seen: seen.stage == "make")
    cancelled = await cancel_build(shop.session, shop.session.tenant, build.build_id)
    assert (cancelled.state, cancelled.code) == ("cancelled", "cancelled")
    assert {row["state"] for row in await shop.batches(build)} <= {"done", "cancelled"}
    hold.release()
    after = await shop.build()
    assert after.state == "live", "the store is free again"
    pages = await shop.batches(build, kind="pages")
    assert [(row["state"], row["attempts"]) for row in pages] == [("cancelled", 0)], "its messages found nothing to do"
    switches = await history(shop.session.mongo, shop.scope)
    assert [each.release_id for each in switches] == [live, after.release_id]


async def test_a_rollback_in_the_middle_overtakes_the_build(shop: Shop, hold: Held) -> None:
    await shop.stock(products=1)
    first = await shop.build()
    await shop.stock(products=2)
    await shop.build()
    await shop.stock(products=3)
    hold("seo")
    build = await shop.until(await shop.ask(), lambda seen: seen.stage == "seo")
    await roll_back(shop.session.mongo, shop.scope)
    hold.release()
    ended = await shop.ended(build)
    assert (ended.state, ended.release_id) == ("superseded", None)
    assert "a rollback went live before it" in (ended.reason or "")
    assert await shop.live_release() == first.release_id


async def test_a_deadline_ends_a_build_with_its_reason(shop: Shop, hold: Held) -> None:
    await shop.stock(products=1)
    hold("rendering")
    accepted = await request_build(shop.session.mongo, shop.scope, trigger="test", deadline_s=2)
    await shop.session.outbox.send(accepted.messages)
    build = await shop.ended(await build_by_id(shop.session.mongo, accepted.build_id))
    assert (build.state, build.code) == ("timed_out", "deadline_passed")
    assert build.reason == "Not done within 2 s; it was in stage make."


async def test_without_redis_the_build_is_recorded_and_sent_by_the_sweeper(farm: Farm, shop: Shop) -> None:
    await shop.stock(products=1)
    away = SecretStr(f"redis://127.0.0.1:{free_port()}/0")
    async with open_session(farm.settings.model_copy(update={"redis_url": away})) as session:
        asked = await ask_for_build(session, shop.scope, trigger="test")
    assert (asked.sent, asked.build.state) == (False, "queued")
    assert (await shop.ended(asked.build)).state == "live"
