"""Jobs over HTTP: asked for, told, listed, cancelled."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import httpx
import orjson
import pytest
from redis import Redis

from config.settings import Settings
from storefront.builds.models import BatchPlan
from storefront.builds.moves import fail, go_live
from storefront.builds.queries import build_by_id
from storefront.builds.starting import start
from storefront.catalogue.repository import Catalogue
from storefront.seo.report.card import Looked, report_card
from storefront.seo.report.stored import store_report
from storefront.storage.mongo import Mongo
from storefront.storage.objects import open_objects
from storefront.tenancy.access import issue_key
from storefront.tenancy.scope import StoreScope, TenantScope
from tests.factories.api import api
from tests.factories.builds import SCOPE, done_batch, known_store, queued_build, running_build
from tests.factories.shops import a_configuration

JOB_FIELDS = {
    "job_id", "store_id", "request_id", "status", "state", "progress_percentage", "total_products",
    "processed_products", "created_at", "started_at", "completed_at", "generated_urls", "error_code", "error_message",
    "successor", "release_id", "performance_metrics",
}  # fmt: skip


async def set_clock(mongo: Mongo, build_id: str, **moments: datetime) -> None:
    await mongo.control.builds.update_one({"_id": build_id}, {"$set": moments})


async def live_build(mongo: Mongo, *, started_ago_s: float, took_s: float, products: int = 0) -> str:
    """A build that went live, with its times set by hand."""
    build = await running_build(mongo)
    if products:
        await done_batch(mongo, build, BatchPlan("fetch", "catalogue", 0), {"counts": {"products": products}})
    await go_live(mongo, build, release_id="r1", outcome="changed", summary={})
    begun = await mongo.now() - timedelta(seconds=started_ago_s)
    times = {"created_at": begun, "started_at": begun, "finished_at": begun + timedelta(seconds=took_s)}
    await set_clock(mongo, build.build_id, **times)
    return build.build_id


async def test_a_request_is_accepted_recorded_and_sent(caller: httpx.AsyncClient, mongo: Mongo) -> None:
    answer = await caller.post("/generate", json={"store_id": "optician", "request_id": "r-1"})
    assert answer.status_code == 202
    assert answer.json() == {
        "job_id": answer.json()["job_id"],
        "status": "pending",
        "message": "Recorded; it starts as soon as it is its turn.",
        "estimated_completion_time": None,
    }
    build = await build_by_id(mongo, answer.json()["job_id"])
    assert (build.scope, build.state, build.trigger, build.request_id) == (SCOPE, "queued", "api", "r-1")


async def test_its_message_is_in_the_control_queue(caller: httpx.AsyncClient, settings: Settings) -> None:
    job_id = (await caller.post("/generate", json={"store_id": "optician"})).json()["job_id"]
    assert settings.redis_url is not None
    with Redis.from_url(settings.redis_url.get_secret_value()) as redis:
        sent = redis.lrange("control", 0, -1)
    assert len(sent) == 1
    message = orjson.loads(sent[0])
    assert message["headers"]["task"] == "storeloom.start_build"
    assert orjson.loads(message["body"])[1] == {"build_id": job_id, "version": 1}


async def test_the_same_request_id_is_the_same_job(caller: httpx.AsyncClient, mongo: Mongo) -> None:
    asked = {"store_id": "optician", "request_id": "twice"}
    first, second = [(await caller.post("/generate", json=asked)).json() for _ in range(2)]
    assert second["job_id"] == first["job_id"]
    assert second["message"] == "This request is known: here is its job."
    assert await mongo.control.builds.count_documents({}) == 1


async def test_a_theme_of_ones_own_choice_is_kept(caller: httpx.AsyncClient, mongo: Mongo) -> None:
    asked = {"store_id": "optician", "theme": "modern-minimal"}
    build = await build_by_id(mongo, (await caller.post("/generate", json=asked)).json()["job_id"])
    assert build.theme == "modern-minimal"


async def test_an_estimate_comes_from_the_builds_before(caller: httpx.AsyncClient, mongo: Mongo) -> None:
    for took_s in (50, 60, 100):
        await live_build(mongo, started_ago_s=3600, took_s=took_s)
    accepted = (await caller.post("/generate", json={"store_id": "optician"})).json()
    created = (await build_by_id(mongo, accepted["job_id"])).created_at
    assert datetime.fromisoformat(accepted["estimated_completion_time"]) == created + timedelta(seconds=60)


async def test_a_build_slower_than_those_before_has_no_estimate(caller: httpx.AsyncClient, mongo: Mongo) -> None:
    await live_build(mongo, started_ago_s=3600, took_s=60)
    asked = {"store_id": "optician", "request_id": "slow"}
    job_id = (await caller.post("/generate", json=asked)).json()["job_id"]
    await set_clock(mongo, job_id, created_at=datetime.now(UTC) - timedelta(seconds=61))
    assert (await caller.post("/generate", json=asked)).json()["estimated_completion_time"] is None


async def test_a_waiting_job(caller: httpx.AsyncClient) -> None:
    job_id = (await caller.post("/generate", json={"store_id": "optician"})).json()["job_id"]
    job = (await caller.get(f"/jobs/{job_id}")).json()
    assert set(job) == JOB_FIELDS
    assert (job["status"], job["state"], job["progress_percentage"]) == ("pending", "queued", 0.0)
    assert (job["started_at"], job["completed_at"], job["generated_urls"]) == (None, None, [])
    assert job["performance_metrics"] == {"products_per_second": None, "current_phase": None}


async def test_a_running_job_tells_its_phase_and_rate(caller: httpx.AsyncClient, mongo: Mongo) -> None:
    build = await running_build(mongo)
    await done_batch(mongo, build, BatchPlan("fetch", "catalogue", 0), {"counts": {"products": 1000}})
    await set_clock(mongo, build.build_id, started_at=datetime.now(UTC) - timedelta(seconds=10))
    job = (await caller.get(f"/jobs/{build.build_id}")).json()
    assert (job["status"], job["total_products"]) == ("in_progress", 1000)
    assert job["progress_percentage"] == 14.0  # the share of the fetch stage, whose only batch is done
    assert job["processed_products"] == 140
    assert job["performance_metrics"]["current_phase"] == "fetch"
    assert 10 < job["performance_metrics"]["products_per_second"] <= 14.0


async def test_a_live_job_tells_where_to_look(caller: httpx.AsyncClient, mongo: Mongo) -> None:
    job_id = await live_build(mongo, started_ago_s=60, took_s=8, products=400)
    job = (await caller.get(f"/jobs/{job_id}")).json()
    assert (job["status"], job["progress_percentage"], job["processed_products"]) == ("completed", 100.0, 400)
    assert job["performance_metrics"] == {"products_per_second": 50.0, "current_phase": None}
    assert job["generated_urls"] == ["http://optician.localhost:8780/"]
    configuration = a_configuration(store_id="optician", base_url="https://optician.example/shop")
    await Catalogue(mongo, SCOPE).put_configuration(configuration)
    job = (await caller.get(f"/jobs/{job_id}")).json()
    assert job["generated_urls"] == ["https://optician.example/shop/"]
    assert job["release_id"] == "r1"


async def test_a_failed_job_says_why(caller: httpx.AsyncClient, mongo: Mongo) -> None:
    build = await running_build(mongo)
    await fail(mongo, build, "empty_catalogue", "Store 'optician' has no products.")
    job = (await caller.get(f"/jobs/{build.build_id}")).json()
    assert (job["status"], job["state"]) == ("failed", "failed")
    assert (job["error_code"], job["error_message"]) == ("empty_catalogue", "Store 'optician' has no products.")


async def test_a_replaced_job_names_its_successor(caller: httpx.AsyncClient) -> None:
    first, second = [(await caller.post("/generate", json={"store_id": "optician"})).json() for _ in range(2)]
    job = (await caller.get(f"/jobs/{first['job_id']}")).json()
    assert (job["status"], job["state"], job["successor"]) == ("cancelled", "superseded", second["job_id"])
    assert job["error_message"] is None


async def test_jobs_are_listed_newest_first(caller: httpx.AsyncClient, mongo: Mongo) -> None:
    await queued_build(mongo, await known_store(mongo, StoreScope("other", "optician")))
    ids = [(await caller.post("/generate", json={"store_id": "optician"})).json()["job_id"] for _ in range(3)]
    listed = (await caller.get("/jobs")).json()
    assert [job["job_id"] for job in listed] == ids[::-1]


async def test_a_job_is_found_by_its_request(caller: httpx.AsyncClient) -> None:
    asked = {"store_id": "optician", "request_id": "order 47/11"}
    job_id = (await caller.post("/generate", json=asked)).json()["job_id"]
    found = (await caller.get("/jobs", params={"request_id": "order 47/11"})).json()
    assert [job["job_id"] for job in found] == [job_id]
    missing = await caller.get("/jobs", params={"request_id": "another"})
    assert (missing.status_code, missing.json()["code"]) == (404, "unknown_build")


async def test_a_job_is_cancelled_once(caller: httpx.AsyncClient, mongo: Mongo) -> None:
    running = await running_build(mongo)
    waiting = await queued_build(mongo)
    answer = await caller.delete(f"/jobs/{running.build_id}")
    assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
    assert (await build_by_id(mongo, running.build_id)).state == "cancelled"
    again = await caller.delete(f"/jobs/{running.build_id}")
    assert (again.status_code, again.json()["code"]) == (409, "nothing_to_do")
    assert await start(mongo, waiting.build_id) is not None, "the one that waits may start"


@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_another_tenants_job_is_as_unknown_as_none(
    caller: httpx.AsyncClient, settings: Settings, mongo: Mongo, method: str
) -> None:
    job_id = (await caller.post("/generate", json={"store_id": "optician"})).json()["job_id"]
    async with api(settings, await issue_key(mongo, TenantScope("other"))) as other:
        theirs = await other.request(method, f"/jobs/{job_id}")
        none = await other.request(method, "/jobs/0000000000000000")
    assert theirs.status_code == none.status_code == 404
    assert theirs.text.replace(job_id, "") == none.text.replace("0000000000000000", "")
    assert (await build_by_id(mongo, job_id)).state == "queued"


async def test_many_at_once_are_all_accepted_and_one_waits(caller: httpx.AsyncClient, mongo: Mongo) -> None:
    asked = [{"store_id": "optician", "request_id": f"r-{number}"} for number in range(40)]
    answers = await asyncio.gather(*(caller.post("/generate", json=each) for each in asked))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["job_id"] for answer in answers}) == 40
    states = [row["state"] async for row in mongo.control.builds.find({}, {"state": 1})]
    assert sorted(states) == ["queued"] + ["superseded"] * 39


async def test_what_the_checks_found_in_a_job_s_pages(
    caller: httpx.AsyncClient, mongo: Mongo, settings: Settings
) -> None:
    build = await running_build(mongo)
    early = await caller.get(f"/jobs/{build.build_id}/report")
    assert (early.status_code, early.json()["code"]) == (404, "unknown_build")
    card = report_card([], Looked("Optician", build.build_id, pages=3, indexable=2))
    await store_report(open_objects(settings.objects_address), build.scope, build.build_id, card)
    answer = await caller.get(f"/jobs/{build.build_id}/report")
    assert (answer.status_code, answer.json()["pages"], answer.json()["score"]) == (200, 3, 100)
    assert (await caller.get("/jobs/none/report")).status_code == 404
