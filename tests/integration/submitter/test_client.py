"""The Python client against a real uvicorn: a worker's part is played by moving the rows."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import pytest

from storefront.builds.moves import go_live
from storefront.builds.queries import build_by_id
from storefront.builds.starting import start
from storefront.errors import (
    NotAllowed,
    NothingToDo,
    OwnersError,
    RequestInvalid,
    ServiceUnavailable,
    TooManyRequests,
    UnknownBuild,
    UnknownStore,
    UnknownTheme,
)
from storefront.storage.mongo import Mongo
from submitter.client import Client
from tests.factories.api import NOBODY, ApiProcess
from tests.factories.builds import running_build
from tests.factories.web import raw, web
from tests.integration.conftest import Farm


async def in_thread(call: Callable[..., object], *args: object, **options: object) -> object:
    """The client blocks; the test's own loop goes on meanwhile."""
    return await asyncio.to_thread(call, *args, **options)


def test_a_build_is_asked_for_and_told(client: Client) -> None:
    accepted = client.request_build("optician")
    assert accepted["status"] == "pending"
    job = client.job(accepted["job_id"])
    assert (job["store_id"], job["state"]) == ("optician", "queued")
    assert len(job["request_id"]) == 32, "made up, so that a call repeated by the client gives one job"


def test_the_same_request_is_the_same_job(client: Client) -> None:
    first = client.request_build("optician", request_id="order 47/11")
    assert client.request_build("optician", request_id="order 47/11")["job_id"] == first["job_id"]
    assert client.job_of_request("order 47/11")["job_id"] == first["job_id"]


async def test_waiting_ends_with_the_build(client: Client, mongo: Mongo) -> None:
    job_id = client.request_build("optician")["job_id"]
    waiting = asyncio.create_task(in_thread(client.wait, job_id, look_every_s=0.02))
    await start(mongo, job_id)
    assert not waiting.done()
    await go_live(mongo, await build_by_id(mongo, job_id), release_id="r1", outcome="changed", summary={})
    job = await waiting
    assert isinstance(job, dict)
    assert (job["status"], job["release_id"]) == ("completed", "r1")


def test_waiting_has_an_end(client: Client) -> None:
    job_id = client.request_build("optician")["job_id"]
    with pytest.raises(TimeoutError, match=job_id):
        client.wait(job_id, timeout_s=0.05, look_every_s=0.02)


async def test_a_job_is_cancelled_once(client: Client, mongo: Mongo) -> None:
    build = await running_build(mongo)
    stopped = await in_thread(client.cancel, build.build_id)
    assert isinstance(stopped, dict)
    assert stopped["status"] == "cancelled"
    with pytest.raises(NothingToDo, match="ended already"):
        await in_thread(client.cancel, build.build_id)


@pytest.mark.parametrize(
    ("call", "error", "named"),
    [
        (lambda client: client.request_build("nowhere"), UnknownStore, "nowhere"),
        (lambda client: client.request_build("optician", theme="none"), UnknownTheme, "none"),
        (lambda client: client.request_build("No Store"), RequestInvalid, "No Store"),
        (lambda client: client.request_build(""), RequestInvalid, "store_id"),
        (lambda client: client.job("0123"), UnknownBuild, "0123"),
        (lambda client: client.job("../health"), OwnersError, "Not Found"),
        (lambda client: client.job_of_request("none"), UnknownBuild, "none"),
    ],
    ids=["store", "theme", "name", "shape", "job", "path", "request"],
)
def test_errors_are_those_of_the_use_case(
    client: Client, call: Callable[[Client], object], error: type[OwnersError], named: str
) -> None:
    with pytest.raises(error, match=named) as raised:
        call(client)
    assert type(raised.value) is error


def test_a_wrong_key_is_said(field: Farm, key: str, api_process: Callable[[Farm], ApiProcess]) -> None:
    with Client(api_process(field).url, key + "0") as stranger, pytest.raises(NotAllowed) as refused:
        stranger.job("0123")
    assert key not in str(refused.value)
    assert refused.value.remedy


def test_nobody_there() -> None:
    began = time.monotonic()
    with Client(f"http://127.0.0.1:{NOBODY}", "sl_a_b", retries=1) as client, pytest.raises(ServiceUnavailable) as told:
        client.request_build("optician")
    assert f"127.0.0.1:{NOBODY}" in str(told.value)
    assert time.monotonic() - began >= 0.2, "tried once more, after a pause"


UNAVAILABLE = (
    b'{"type":"about:blank","title":"Service Unavailable","status":503,"code":"service_unavailable",'
    b'"detail":"MongoDB does not answer.","remedy":"Try again."}'
)
ACCEPTED = b'{"job_id":"0123","status":"pending","message":"","estimated_completion_time":null}'


def answer(status: str, body: bytes, more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n{more}\r\n".encode() + body


async def test_a_call_that_meets_trouble_is_made_again(mongo: Mongo) -> None:
    """First the connection breaks, then the database is away, then it goes through."""
    answers = [b"", answer("503 Service Unavailable", UNAVAILABLE), answer("202 Accepted", ACCEPTED)]
    async with web() as site:

        async def next_answer(_request: object, writer: asyncio.StreamWriter) -> None:
            writer.write(answers.pop(0))

        url = site.at("/api/v1/store-generation/generate", next_answer).split("/api")[0]
        with Client(url, "sl_a_b", retries=2) as client:
            accepted = await in_thread(client.request_build, "optician")
    assert accepted == {"job_id": "0123", "status": "pending", "message": "", "estimated_completion_time": None}
    assert answers == []


async def test_after_the_last_try_the_trouble_is_told() -> None:
    async with web() as site:
        refusal = raw("", answer("503 Service Unavailable", UNAVAILABLE, "Retry-After: 7\r\n"))
        url = site.at("/api/v1/store-generation/jobs/0123", refusal).split("/api")[0]
        with Client(url, "sl_a_b", retries=0) as client, pytest.raises(ServiceUnavailable, match="MongoDB") as told:
            await in_thread(client.job, "0123")
    assert told.value.retry_after_s == 7
    assert len(site.requests) == 1


@pytest.mark.parametrize(("retry_after", "calls"), [("1", 2), ("60", 1)])
async def test_who_is_told_to_wait_for_long_does_not_ask_again(retry_after: str, calls: int) -> None:
    problem = UNAVAILABLE.replace(b"service_unavailable", b"too_many_requests")
    async with web() as site:
        refusal = raw("", answer("429 Too Many Requests", problem, f"Retry-After: {retry_after}\r\n"))
        url = site.at("/api/v1/store-generation/generate", refusal).split("/api")[0]
        with Client(url, "sl_a_b", retries=1) as client, pytest.raises(TooManyRequests) as told:
            await in_thread(client.request_build, "optician")
    assert told.value.retry_after_s == float(retry_after)
    assert len(site.requests) == calls


@pytest.mark.parametrize("retry_after", ["\u00b2", "soon", "-1"])
async def test_a_time_that_is_none_is_no_reason_to_wait(retry_after: str) -> None:
    async with web() as site:
        more = f"Retry-After: {retry_after}\r\n"
        refusal = raw("", answer("503 Service Unavailable", UNAVAILABLE, more))
        url = site.at("/api/v1/store-generation/jobs/0123", refusal).split("/api")[0]
        with Client(url, "sl_a_b", retries=0) as client, pytest.raises(ServiceUnavailable) as told:
            await in_thread(client.job, "0123")
    assert told.value.retry_after_s == 0


@pytest.mark.parametrize(("status", "error"), [("418 Teapot", OwnersError), ("502 Bad Gateway", ServiceUnavailable)])
async def test_what_is_no_problem_of_ours_is_told_by_its_status(status: str, error: type[Exception]) -> None:
    async with web() as site:
        url = site.at("/api/v1/store-generation/jobs/0123", raw("", answer(status, b"[]"))).split("/api")[0]
        with Client(url, "sl_a_b", retries=0) as client, pytest.raises(error, match=status.split(maxsplit=1)[0]):
            await in_thread(client.job, "0123")
