"""Redis or MongoDB away: the caller is told, or the build is recorded; never lost silently."""

from __future__ import annotations

import socket
import time

from pydantic import SecretStr

from config.settings import Settings
from storefront.builds.queries import build_by_id
from storefront.storage.mongo import Mongo
from tests.factories.api import MONGO_AWAY, api, without_mongo, without_redis
from tests.factories.builds import running_build
from tests.factories.door import opened_door
from workers.ports import free_port


async def test_without_redis_a_build_is_recorded_and_said_to_start_later(
    settings: Settings, key: str, mongo: Mongo
) -> None:
    async with api(without_redis(settings), key) as caller:
        answer = await caller.post("/generate", json={"store_id": "optician", "request_id": "r"})
        again = await caller.post("/generate", json={"store_id": "optician", "request_id": "r"})
    assert answer.status_code == 202
    assert answer.json()["message"] == "Recorded; it starts as soon as the queue answers again."
    assert (await build_by_id(mongo, answer.json()["job_id"])).state == "queued"
    assert again.json()["job_id"] == answer.json()["job_id"]


async def test_without_redis_a_job_is_cancelled_all_the_same(settings: Settings, key: str, mongo: Mongo) -> None:
    build = await running_build(mongo)
    async with api(without_redis(settings), key) as caller:
        assert (await caller.delete(f"/jobs/{build.build_id}")).json()["status"] == "cancelled"


async def test_a_frozen_redis_keeps_nobody_waiting(settings: Settings, key: str) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=64) as deaf:  # connections are made, and nobody ever answers
        url = SecretStr(f"redis://127.0.0.1:{deaf.getsockname()[1]}/0")
        async with api(settings.model_copy(update={"redis_url": url}), key, redis_within_s=0.1) as caller:
            await caller.get("/jobs")  # indexes and connections are there
            began = time.monotonic()  # eight: more than the outbox has threads
            asked = [
                {"store_id": "optician", "request_id": str(number)} for number in range(8)
            ]  # more than its threads
            said = {(await caller.post("/generate", json=each)).json()["message"] for each in asked}
            took = time.monotonic() - began
    assert said == {"Recorded; it starts as soon as the queue answers again."}
    assert took < 8 * 0.6, "a socket's own time-out is 2 s"


async def test_without_mongodb_nothing_is_accepted(settings: Settings, key: str, mongo: Mongo) -> None:
    async with api(without_mongo(settings), key) as caller:
        answer = await caller.post("/generate", json={"store_id": "optician"})
    assert (answer.status_code, answer.json()["code"]) == (503, "service_unavailable")
    assert int(answer.headers["retry-after"]) >= 1
    assert "MongoDB" in answer.json()["detail"]
    assert await mongo.control.builds.count_documents({}) == 0
    assert MONGO_AWAY not in answer.text


async def test_requests_are_answered_as_soon_as_mongodb_is_there(settings: Settings, key: str) -> None:
    """The API starts before its database, behind a port that opens later."""
    assert settings.mongo_url is not None
    real = settings.mongo_url.get_secret_value()
    port = free_port()
    host = real.split("@")[1].split("/")[0]
    options = "authSource=admin&directConnection=true"
    later = f"{real.split('@')[0]}@127.0.0.1:{port}/?{options}"
    async with api(settings.model_copy(update={"mongo_url": SecretStr(later)}), key) as caller:
        assert (await caller.get("/jobs")).status_code == 503
        address, upstream = host.split(":")
        async with opened_door(port, address, int(upstream)):
            assert (await caller.get("/jobs")).status_code == 200
