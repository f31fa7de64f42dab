"""More than may wait, and a Redis that is full: the caller is told, or the build is recorded; nothing in between."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import httpx
import pytest
from redis import Redis

from config.settings import Settings
from storefront.builds.queries import build_by_id
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope
from submitter.turns import MOST_WAITING
from tests.factories.api import api
from tests.factories.builds import known_store, queued_build
from tests.integration.conftest import Farm


@pytest.fixture
def full_redis(field: Farm) -> Iterator[None]:
    """Redis refuses whatever would take memory."""
    with Redis.from_url(field.redis_url) as redis:
        redis.config_set("maxmemory", 1)
        yield
        redis.config_set("maxmemory", 0)


async def test_a_request_too_many_is_told_when_to_ask_again(settings: Settings, key: str, mongo: Mongo) -> None:
    await queued_build(mongo, request_id="first")
    await known_store(mongo, StoreScope("local", "another"))
    async with api(settings.model_copy(update={"tenant_waiting_builds": 1}), key) as caller:
        refused = await caller.post("/generate", json={"store_id": "another", "request_id": "second"})
        known = await caller.post("/generate", json={"store_id": "optician", "request_id": "first"})
        newer = await caller.post("/generate", json={"store_id": "optician"})
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "10")
    problem = refused.json()
    assert (problem["title"], problem["code"]) == ("Too Many Requests", "too_many_requests")
    assert problem["detail"] == "Tenant 'local' has 1 waiting build, and may have no more."
    assert (known.status_code, newer.status_code) == (202, 202)
    states = [row["state"] async for row in mongo.control.builds.find({}).sort("number", 1)]
    assert states == ["superseded", "queued"]


async def test_the_interfaces_description_knows_the_answer(caller: httpx.AsyncClient) -> None:
    described = (await caller.get("/openapi.json")).json()["paths"]
    [generate] = [path["post"] for address, path in described.items() if address.endswith("/generate")]
    assert "Retry-After" in generate["responses"]["429"]["headers"]


async def test_a_crowd_for_one_store_is_not_let_in_whole(caller: httpx.AsyncClient, mongo: Mongo) -> None:
    asked = [{"store_id": "optician", "request_id": f"r-{number}"} for number in range(MOST_WAITING + 20)]
    answers = await asyncio.gather(*(caller.post("/generate", json=each) for each in asked))
    accepted = [answer for answer in answers if answer.status_code == 202]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert len(accepted) + len(refused) == len(asked)
    assert refused
    assert {answer.headers["Retry-After"] for answer in refused} == {"1"}
    assert await mongo.control.builds.count_documents({}) == len(accepted), "what is refused is not recorded"


async def test_one_request_sent_fifty_times_at_once_is_one_job(caller: httpx.AsyncClient, mongo: Mongo) -> None:
    asked = {"store_id": "optician", "request_id": "same"}
    answers = await asyncio.gather(*(caller.post("/generate", json=asked) for _ in range(50)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["job_id"] for answer in answers}) == 1
    assert await mongo.control.builds.count_documents({}) == 1


@pytest.mark.usefixtures("full_redis")
async def test_with_a_full_redis_a_build_is_recorded_and_sent_later(caller: httpx.AsyncClient, mongo: Mongo) -> None:
    answer = await caller.post("/generate", json={"store_id": "optician", "request_id": "r"})
    assert (answer.status_code, answer.json()["message"]) == (
        202,
        "Recorded; it starts as soon as the queue answers again.",
    )
    build = await build_by_id(mongo, answer.json()["job_id"])
    assert (build.state, build.request_id) == ("queued", "r")
    cancelled = await caller.delete(f"/jobs/{build.build_id}")
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")
