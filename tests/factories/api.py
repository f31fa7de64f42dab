"""The HTTP interface for tests: the application in this process, or behind a real uvicorn."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from pydantic import SecretStr

from config.settings import Settings
from submitter.api.app import PREFIX, create_app
from tests.factories.nodes import LocalProcess
from workers.guard import holding
from workers.lifeline import Lifeline
from workers.ports import free_port, listens

NOBODY = 9  # the discard port: nothing listens there
REDIS_AWAY = f"redis://127.0.0.1:{NOBODY}/0"
MONGO_AWAY = f"mongodb://127.0.0.1:{NOBODY}/"


def without_redis(settings: Settings) -> Settings:
    return settings.model_copy(update={"redis_url": SecretStr(REDIS_AWAY)})


def without_mongo(settings: Settings) -> Settings:
    return settings.model_copy(update={"mongo_url": SecretStr(MONGO_AWAY)})


@asynccontextmanager
async def api(
    settings: Settings, key: str | None = None, *, redis_within_s: float = 10.0
) -> AsyncIterator[httpx.AsyncClient]:
    """A caller of the application in this process; an unexpected error is answered, as behind a server."""
    app = create_app(settings, redis_within_s=redis_within_s)
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url=f"http://api.test{PREFIX}", headers=headers) as caller,
    ):
        yield caller


class ApiProcess(LocalProcess):
    """uvicorn as the Procfile starts it, on a free port."""

    def __init__(self, folder: Path, line: Lifeline, env: dict[str, str]) -> None:
        self.port = free_port()
        program = Path(sys.executable).parent / "uvicorn"
        where = ["--host", "127.0.0.1", "--port", str(self.port), "--no-server-header"]
        command = holding([str(program), "submitter.api.app:create_app", "--factory", *where])
        super().__init__("api", command, folder, line, {**os.environ, **env})

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ready(self) -> bool:
        return super().ready() and listens(self.port)
