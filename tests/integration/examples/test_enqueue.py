"""The scripts of examples/enqueue, run as a stranger would run them, against real servers and a real worker."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import pytest

from storefront.builds.queries import build_by_id, build_by_request
from storefront.tenancy.access import issue_key
from storefront.tenancy.stores import register_store
from submitter.session import Session
from tests.factories.api import NOBODY, ApiProcess
from tests.factories.nodes import stop_together
from tests.factories.pipeline import Shop
from tests.integration.conftest import Farm

FOLDER = Path(__file__).resolve().parents[3] / "examples" / "enqueue"


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: bytes
    err: str

    @property
    def document(self) -> dict[str, Any]:
        found: dict[str, Any] = orjson.loads(self.out)
        return found


@dataclass(frozen=True, slots=True)
class Stranger:
    """Another service: it knows where Storeloom is, and nothing else of ours."""

    env: dict[str, str] = field(repr=False)

    async def run(self, script: str, *words: str, **env: str) -> Ran:
        process = await asyncio.create_subprocess_exec(
            sys.executable, FOLDER / script, *words,
            env={**self.env, **env}, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        out, err = await process.communicate()
        return Ran(process.returncode or 0, out, err.decode())


@pytest.fixture(scope="module")
def api_url(farm: Farm) -> Iterator[str]:
    server = ApiProcess(farm.folder / "log", farm.line, farm.environment)
    server.start().wait_ready()
    yield server.url
    stop_together([server])


@pytest.fixture
async def stranger(farm: Farm, session: Session, api_url: str) -> Stranger:
    key = await issue_key(session.mongo, session.tenant)
    env = {"STORELOOM_API_URL": api_url, "STORELOOM_API_KEY": key, "STORELOOM_REDIS_URL": farm.redis_url}
    return Stranger(env)


@pytest.fixture
async def store(shop: Shop) -> str:
    """A store that nothing was imported for: a build of it is accepted, and fails."""
    await register_store(shop.session.mongo, shop.scope)
    return shop.store_id


@pytest.mark.parametrize("script", ["over_http.py", "from_python.py"])
async def test_over_http_a_store_goes_live_and_asking_twice_is_harmless(
    stranger: Stranger, shop: Shop, script: str
) -> None:
    await shop.stock(2)
    ran = await stranger.run(script, shop.store_id, "--request-id", f"{shop.store_id} once", "--wait")
    assert (ran.code, ran.err) == (0, "")
    assert (ran.document["status"], ran.document["total_products"]) == ("completed", 2)
    again = await stranger.run(script, shop.store_id, "--request-id", f"{shop.store_id} once")
    assert again.document["job_id"] == ran.document["job_id"]
    assert await shop.live_release() == ran.document["release_id"]


@pytest.mark.parametrize("script", ["over_http.py", "from_python.py"])
async def test_over_http_what_is_refused_is_said(stranger: Stranger, store: str, script: str) -> None:
    unknown = await stranger.run(script, "nowhere")
    assert (unknown.code, unknown.out) == (1, b"")
    assert "There is no store 'nowhere'." in unknown.err
    assert "Traceback" not in unknown.err
    empty = await stranger.run(script, store, "--wait")
    assert (empty.code, empty.document["status"], empty.document["error_code"]) == (1, "failed", "unknown_store")
    away = await stranger.run(script, store, STORELOOM_API_URL=f"http://127.0.0.1:{NOBODY}")
    assert (away.code, "does not answer" in away.err, "Traceback" in away.err) == (1, True, False)


@pytest.mark.parametrize("words", [(), ("--own-queue",)], ids=["control", "queue-forgotten"])
async def test_over_celery_the_same_request_is_the_same_build(
    stranger: Stranger, shop: Shop, store: str, words: tuple[str, ...]
) -> None:
    request_id = f"{store} once"
    first, second = [await stranger.run("over_celery.py", store, "--request-id", request_id, *words) for _ in range(2)]
    assert (first.code, first.err) == (0, "")
    assert first.document == second.document
    build = await build_by_request(shop.session.mongo, shop.scope, request_id)
    assert first.document == {"build_id": build.build_id}
    assert (build.scope, build.trigger) == (shop.scope, "service")
    assert (await shop.ended(build)).state == "failed", "the workers went on with it"


async def test_over_celery_a_request_without_an_id_takes_its_messages(
    stranger: Stranger, shop: Shop, store: str
) -> None:
    ran = await stranger.run("over_celery.py", store)
    build = await build_by_id(shop.session.mongo, ran.document["build_id"])
    assert (build.request_id or "").startswith("message ")


async def test_over_celery_what_is_refused_is_said(stranger: Stranger, store: str) -> None:
    unknown = await stranger.run("over_celery.py", "nowhere")
    assert (unknown.code, unknown.document["error"]) == (1, "unknown_store")
    assert "nowhere" in unknown.document["message"]
    foreign = await stranger.run("over_celery.py", store, "--tenant", "other")
    assert foreign.document["error"] == "unknown_store", "a store is its tenant's"


async def test_over_celery_without_redis_nothing_is_sent(stranger: Stranger, store: str) -> None:
    away = await stranger.run("over_celery.py", store, STORELOOM_REDIS_URL=f"redis://127.0.0.1:{NOBODY}/0")
    assert (away.code, away.out, "Traceback" in away.err) == (1, b"", False)
    assert "Redis does not answer" in away.err


@pytest.mark.parametrize("script", ["over_http.py", "from_python.py", "over_celery.py"])
async def test_a_script_says_which_variable_it_lacks(script: str) -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("STORELOOM_")}
    ran = await Stranger(env).run(script, "shop")
    assert (ran.code, ran.out) == (2, b"")
    assert f"{script}: error: set STORELOOM_" in ran.err


@pytest.mark.parametrize("script", ["over_http.py", "over_celery.py"])
def test_nothing_of_ours_is_imported(script: str) -> None:
    lines = (FOLDER / script).read_text().splitlines()
    imported = {line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert "os" in imported
    assert not imported & {"storefront", "submitter", "tasks", "workers", "config"}
