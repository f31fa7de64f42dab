"""The interface behind a real server, started as the Procfile starts it."""

from __future__ import annotations

from collections.abc import Callable

import httpx

from submitter.api.app import PREFIX
from tests.factories.api import MONGO_AWAY, ApiProcess
from tests.factories.nodes import LocalProcess
from tests.integration.conftest import Farm


def test_it_answers_and_writes_no_key_anywhere(
    field: Farm, key: str, start: Callable[[LocalProcess], LocalProcess]
) -> None:
    server = ApiProcess(field.folder / "log", field.line, field.environment)
    start(server)
    with httpx.Client(base_url=server.url + PREFIX, headers={"Authorization": f"Bearer {key}"}) as caller:
        seen = caller.get("/health").json()
        assert (seen["status"], seen["mongo"], seen["redis"]) == ("degraded", "ok", "ok"), "nobody works here"
        assert "modern-minimal" in [theme["name"] for theme in caller.get("/themes").json()]
        accepted = caller.post("/generate", json={"store_id": "optician"})
        assert accepted.status_code == 202
        assert caller.get(f"/jobs/{accepted.json()['job_id']}").json()["status"] == "pending"
        assert "server" not in accepted.headers
    server.teardown()
    assert key not in server.logs()
    assert "Traceback" not in server.logs()


def test_it_starts_without_its_database(field: Farm, start: Callable[[LocalProcess], LocalProcess]) -> None:
    env = {**field.environment, "STORELOOM_MONGO_URL": MONGO_AWAY}
    server = ApiProcess(field.folder / "log", field.line, env)
    start(server)
    answer = httpx.get(f"{server.url}{PREFIX}/health", timeout=10)
    assert (answer.status_code, answer.json()["mongo"]) == (503, "unavailable")
    server.teardown()
    assert "Traceback" not in server.logs()
