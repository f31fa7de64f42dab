"""The HTTP interface as an ASGI application: `uvicorn submitter.api.app:create_app --factory`.

It starts whether or not its servers answer: /health says who is missing, requests are answered with 503 until
MongoDB is there, and nobody needs to start anything again.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from config.logging import configure_logging
from config.settings import Settings, settings
from submitter.api import health, jobs
from submitter.api.access import Preparation
from submitter.api.body_limit import BodyLimit
from submitter.api.problems import PROBLEMS, add_problem_handlers
from submitter.session import connected

PREFIX = "/api/v1/store-generation"
MONGO_WITHIN_S = 2.0  # a caller hears soon that the database is away
REDIS_WITHIN_S = 0.1  # an id within 200 ms: the build is recorded by then, the sweeper sends what Redis did not take


def create_app(config: Settings | None = None, *, redis_within_s: float = REDIS_WITHIN_S) -> FastAPI:
    """The application; connections are opened when it starts and closed when it stops."""
    chosen = config or settings()
    configure_logging(chosen)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with connected(chosen, mongo_within_s=MONGO_WITHIN_S, redis_within_s=redis_within_s) as session:
            app.state.session = session
            app.state.preparation = Preparation(session.mongo)
            app.state.look = health.Look(session)
            yield

    app = FastAPI(
        title="Storeloom",
        version="1",
        lifespan=lifespan,
        openapi_url=f"{PREFIX}/openapi.json",
        docs_url=f"{PREFIX}/docs",
        redoc_url=None,
    )
    app.add_middleware(BodyLimit)
    app.include_router(health.router, prefix=PREFIX)
    app.include_router(jobs.router, prefix=PREFIX, responses=PROBLEMS)
    add_problem_handlers(app)
    return app
