"""The HTTP interface as an ASGI application: `uvicorn submitter.api.app:create_app --factory`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from config.logging import configure_logging
from config.settings import Settings, settings
from submitter.api import health, jobs
from submitter.api.problems import add_problem_handlers
from submitter.session import open_session

PREFIX = "/api/v1/store-generation"


def create_app(config: Settings | None = None) -> FastAPI:
    """The application; connections are opened when it starts and closed when it stops."""
    chosen = config or settings()
    configure_logging(chosen)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_session(chosen) as session:
            app.state.session = session
            yield

    app = FastAPI(title="Storeloom", version="1", lifespan=lifespan, docs_url=f"{PREFIX}/docs", redoc_url=None)
    app.include_router(health.router, prefix=PREFIX)
    app.include_router(jobs.router, prefix=PREFIX)
    add_problem_handlers(app)
    return app
