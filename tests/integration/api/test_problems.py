"""What goes wrong over HTTP is told in one shape, and tells no secret."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pymongo.errors import AutoReconnect

from config.settings import Settings
from storefront.catalogue.repository import Catalogue
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope, TenantScope
from submitter.api.access import TheSession
from submitter.api.app import PREFIX, create_app
from submitter.api.body_limit import MOST_BYTES
from tests.factories.api import api
from tests.factories.catalogue import store_configuration


def problem_of(answer: httpx.Response) -> dict[str, Any]:
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert set(problem) == {"type", "title", "status", "code", "detail", "remedy"}
    assert problem["status"] == answer.status_code
    return problem


async def test_an_unknown_store(caller: httpx.AsyncClient, mongo: Mongo) -> None:
    answer = await caller.post("/generate", json={"store_id": "nowhere"})
    problem = problem_of(answer)
    assert (answer.status_code, problem["title"], problem["code"]) == (404, "Not Found", "unknown_store")
    assert "nowhere" in problem["detail"]
    assert "storeloom import" in problem["remedy"]
    assert await mongo.control.builds.count_documents({}) == 0


async def test_an_unknown_theme_with_what_was_perhaps_meant(caller: httpx.AsyncClient, mongo: Mongo) -> None:
    answer = await caller.post("/generate", json={"store_id": "optician", "theme": "modern-minimum"})
    problem = problem_of(answer)
    assert (answer.status_code, problem["code"]) == (400, "unknown_theme")
    assert "modern-minimal" in problem["remedy"]
    assert await mongo.control.builds.count_documents({}) == 0


@pytest.mark.parametrize(
    ("wrong", "code", "remedy"),
    [
        ({"primary_color": "#f5d90a"}, "palette_refused", "Set primary_color to #867500"),
        ({"body_font": "Loora"}, "unknown_font", "Perhaps you mean 'Lora'"),
        ({"checkout": "post"}, "request_invalid", "Set checkout_url to the endpoint"),
        ({"checkout": "snipcart"}, "request_invalid", "Copy the public API key"),
    ],
)
async def test_settings_that_no_store_may_have(
    caller: httpx.AsyncClient, mongo: Mongo, wrong: dict[str, str], code: str, remedy: str
) -> None:
    catalogue = Catalogue(mongo, StoreScope("local", "optician"))
    await catalogue.put_configuration(store_configuration("optician"))
    first = (await caller.post("/generate", json={"store_id": "optician", "request_id": "one"})).json()
    await catalogue.put_configuration(store_configuration("optician", **wrong))

    answer = await caller.post("/generate", json={"store_id": "optician"})

    problem = problem_of(answer)
    assert (answer.status_code, problem["code"]) == (400, code)
    assert problem["remedy"].startswith(remedy)
    assert await mongo.control.builds.count_documents({}) == 1
    again = await caller.post("/generate", json={"store_id": "optician", "request_id": "one"})
    assert again.json()["job_id"] == first["job_id"], "what was taken before stays taken"


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"store_id": 5},
        {"store_id": ""},
        {"store_id": "x" * 41},
        {"store_id": "optician", "request_id": "r" * 201},
        {"store_id": "optician", "request_id": ["hush-hush"]},
        {"store_id": "optician", "hush": "hush-hush"},
        ["hush-hush"],
    ],
    ids=["empty", "number", "no-text", "too-long", "long-id", "list", "extra", "no-object"],
)
async def test_a_request_of_the_wrong_shape(caller: httpx.AsyncClient, sent: object) -> None:
    answer = await caller.post("/generate", json=sent)
    problem = problem_of(answer)
    assert (answer.status_code, problem["code"]) == (400, "request_invalid")
    assert problem["detail"].startswith("body")
    assert "hush-hush" not in answer.text
    assert "xxx" not in answer.text


async def test_no_json_at_all(caller: httpx.AsyncClient) -> None:
    answer = await caller.post("/generate", content=b"hush-hush {", headers={"Content-Type": "application/json"})
    assert (answer.status_code, problem_of(answer)["code"]) == (400, "request_invalid")
    assert "hush-hush" not in answer.text


async def test_many_faults_are_not_all_told(caller: httpx.AsyncClient) -> None:
    answer = await caller.post("/generate", json={f"field-{number}" * 20: 1 for number in range(100)})
    assert answer.status_code == 400
    assert len(answer.content) < 2000


async def test_a_name_that_no_store_can_have(caller: httpx.AsyncClient) -> None:
    answer = await caller.post("/generate", json={"store_id": "../../etc"})
    assert (answer.status_code, problem_of(answer)["code"]) == (400, "request_invalid")


@pytest.mark.parametrize(("method", "path"), [("GET", "/jobs"), ("GET", "/themes"), ("POST", "/generate")])
async def test_without_a_valid_key_nobody_is_let_in(settings: Settings, key: str, method: str, path: str) -> None:
    async with api(settings) as stranger:
        answers = [await stranger.request(method, path)]
        for header in ("", "Bearer", "Bearer ", "Bearer sl_0_0", "Bearer no", f"Basic {key}", f"Bearer {key}0"):
            answers.append(await stranger.request(method, path, headers={"Authorization": header}))  # noqa: PERF401
    assert {(answer.status_code, problem_of(answer)["code"]) for answer in answers} == {(401, "not_allowed")}
    assert {answer.headers["www-authenticate"] for answer in answers} == {"Bearer"}
    assert not any(key in answer.text for answer in answers)


async def test_a_revoked_key_opens_nothing(caller: httpx.AsyncClient, mongo: Mongo) -> None:
    await mongo.control["keys"].update_many(TenantScope("local").filter(), {"$set": {"revoked": True}})
    assert (await caller.get("/jobs")).status_code == 401


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nothing", 404), ("PUT", "/generate", 405)])
async def test_an_address_or_method_that_is_not_there(
    caller: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    answer = await caller.request(method, path)
    assert (answer.status_code, problem_of(answer)["code"]) == (status, "not_here")


def broken_app(settings: Settings) -> FastAPI:
    """The application with two more addresses, which fail as a bug and as a lost connection do."""
    app = create_app(settings)

    @app.get(f"{PREFIX}/bug")
    async def bug() -> None:
        raise ZeroDivisionError("hush-hush")

    @app.get(f"{PREFIX}/lost")
    async def lost(_session: TheSession) -> None:
        raise AutoReconnect("hush-hush")

    return app


async def test_a_fault_of_ours_is_told_without_its_inside(settings: Settings, key: str) -> None:
    app = broken_app(settings)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url="http://a") as caller:
        bug, lost = await caller.get(f"{PREFIX}/bug"), await caller.get(f"{PREFIX}/lost")
    assert (bug.status_code, problem_of(bug)["code"]) == (500, "internal_error")
    assert (lost.status_code, problem_of(lost)["code"]) == (503, "service_unavailable")
    assert "hush" not in bug.text + lost.text


async def test_the_description_names_every_endpoint(caller: httpx.AsyncClient) -> None:
    described = (await caller.get("/openapi.json")).json()["paths"]
    told = {(path.removeprefix(PREFIX), method) for path, methods in described.items() for method in methods}
    assert told == {
        ("/health", "get"), ("/themes", "get"), ("/generate", "post"), ("/jobs", "get"),
        ("/jobs/{job_id}", "get"), ("/jobs/{job_id}", "delete"), ("/jobs/{job_id}/report", "get"),
    }  # fmt: skip


async def _endless() -> AsyncIterator[bytes]:
    while True:
        yield b" " * 4096


@pytest.mark.parametrize(
    "body", [b'{"store_id": "' + b"x" * MOST_BYTES + b'"}', _endless()], ids=["announced", "endless"]
)
async def test_a_body_that_is_too_large(caller: httpx.AsyncClient, body: bytes | AsyncIterator[bytes]) -> None:
    answer = await caller.post("/generate", content=body, headers={"Content-Type": "application/json"})
    problem = problem_of(answer)
    assert (answer.status_code, problem["code"]) == (413, "body_too_large")
    assert str(MOST_BYTES) in problem["detail"]


async def test_a_body_of_brackets_is_no_trouble(caller: httpx.AsyncClient) -> None:
    deep = b"[" * (MOST_BYTES - 1)
    answer = await caller.post("/generate", content=deep, headers={"Content-Type": "application/json"})
    assert answer.status_code == 400
    assert problem_of(answer)["detail"]
