"""/health: who answers, who works, what is left alone."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import httpx
import pytest
from redis import Redis

from config.broker import COUNT
from config.queues import FOREIGN_QUEUE, QUEUES
from config.settings import Settings
from storefront.fleet.breakers import SharedBreakers
from storefront.fleet.circuits import Rules
from storefront.fleet.presence import AT_WORK_S, note
from storefront.fleet.survey import SWEEP_LATE_S
from storefront.storage.mongo import Mongo
from submitter.api import health
from tests.factories.api import api, without_mongo, without_redis

ALL_QUEUES = (*QUEUES, FOREIGN_QUEUE)


@pytest.fixture
async def at_work(mongo: Mongo) -> None:
    await note(mongo, "host:1", "worker", ALL_QUEUES)
    await note(mongo, "host:2", "worker", ["rendering"])
    await note(mongo, "host:3", "sweeper", details={"seconds": 0.02})


async def _unseen_for(mongo: Mongo, process: str, seconds: float) -> None:
    seen_at = await mongo.now() - timedelta(seconds=seconds)
    await mongo.control.processes.update_one({"_id": process}, {"$set": {"seen_at": seen_at}})


@pytest.mark.usefixtures("at_work")
async def test_all_is_well(caller: httpx.AsyncClient) -> None:
    answer = await caller.get("/health")
    seen = answer.json()
    assert 0 <= seen["sweeper"].pop("last_sweep_s_ago") < 10
    assert (answer.status_code, seen) == (
        200,
        {
            "status": "ok",
            "mongo": "ok",
            "redis": "ok",
            "workers": {"by_queue": {**dict.fromkeys(ALL_QUEUES, 1), "rendering": 2}, "queues_without": []},
            "sweeper": {"late": False},
            "breakers": [],
            "unreadable_messages": None,
        },
    )


@pytest.mark.usefixtures("at_work")
async def test_messages_that_nobody_could_read_are_counted(settings: Settings, caller: httpx.AsyncClient) -> None:
    assert settings.redis_url is not None
    with Redis.from_url(settings.redis_url.get_secret_value()) as redis:
        redis.set(COUNT, 3)
        try:
            seen = (await caller.get("/health")).json()
        finally:
            redis.delete(COUNT)
    assert seen["unreadable_messages"] == {"count": 3, "remedy": "See storeloom doctor."}
    assert seen["status"] == "ok"


async def test_health_needs_no_key(settings: Settings) -> None:
    async with api(settings) as stranger:
        assert (await stranger.get("/health")).status_code == 200


@pytest.mark.usefixtures("at_work")
async def test_without_redis_health_is_degraded(settings: Settings) -> None:
    async with api(without_redis(settings)) as caller:
        answer = await caller.get("/health")
    seen = answer.json()
    assert (answer.status_code, seen["status"], seen["mongo"], seen["redis"]) == (200, "degraded", "ok", "unavailable")


async def test_without_mongodb_health_says_so(settings: Settings) -> None:
    async with api(without_mongo(settings)) as caller:
        answer = await caller.get("/health")
    unknown = dict.fromkeys(("workers", "sweeper", "breakers", "unreadable_messages"))
    assert answer.status_code == 503
    assert answer.json() == {"status": "degraded", "mongo": "unavailable", "redis": "ok", **unknown}


@pytest.mark.usefixtures("at_work")
async def test_queues_that_nobody_works_on(caller: httpx.AsyncClient, mongo: Mongo) -> None:
    await _unseen_for(mongo, "host:1", AT_WORK_S + 1)
    seen = (await caller.get("/health")).json()
    others = [queue for queue in ALL_QUEUES if queue != "rendering"]
    assert seen["status"] == "degraded"
    assert seen["workers"] == {"by_queue": {**dict.fromkeys(others, 0), "rendering": 1}, "queues_without": others}


@pytest.mark.usefixtures("at_work")
async def test_a_sweeper_that_is_late(caller: httpx.AsyncClient, mongo: Mongo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "GOOD_FOR_S", 0.0)
    await _unseen_for(mongo, "host:3", SWEEP_LATE_S + 10)
    seen = (await caller.get("/health")).json()
    assert seen["status"] == "degraded"
    assert seen["sweeper"]["late"]
    assert seen["sweeper"]["last_sweep_s_ago"] == pytest.approx(SWEEP_LATE_S + 10, abs=5)

    await note(mongo, "host:4", "sweeper", details={"seconds": 0.02})
    assert (await caller.get("/health")).json()["status"] == "ok", "one of two is enough"


async def test_no_sweeper_at_all(caller: httpx.AsyncClient) -> None:
    assert (await caller.get("/health")).json()["sweeper"] == {"last_sweep_s_ago": None, "late": True}


@pytest.mark.usefixtures("at_work")
async def test_a_breaker_is_told_and_degrades_nothing(caller: httpx.AsyncClient, mongo: Mongo) -> None:
    breakers = SharedBreakers(mongo, "photos", Rules(open_s=300))
    for _ in range(5):
        await breakers.failed("cdn.example", "cdn.example answered 503 Service Unavailable")
    await breakers.failed("well.example", "the connection broke")
    seen = (await caller.get("/health")).json()
    [breaker] = seen["breakers"]
    since, until = (datetime.fromisoformat(breaker.pop(name)) for name in ("since", "until"))
    assert until - since == timedelta(seconds=300)
    assert breaker == {
        "kind": "photos",
        "state": "open",
    }, "whose host it is, strangers are not told"
    assert seen["status"] == "ok"


async def test_many_who_ask_at_once_cost_one_look(settings: Settings) -> None:
    with Redis.from_url(settings.redis_url.get_secret_value()) as redis:

        def connections() -> int:
            return int(redis.info("stats")["total_connections_received"])

        before = connections()
        async with api(settings) as stranger:
            answers = await asyncio.gather(*(stranger.get("/health") for _ in range(30)))
        assert connections() - before < 10
    assert {answer.json()["redis"] for answer in answers} == {"ok"}
