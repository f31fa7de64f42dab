"""Is it well, and what themes are there."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Response
from kombu.exceptions import OperationalError

from storefront.errors import ServiceUnavailable
from storefront.rendering.themes import load_theme, theme_names
from submitter.api.access import TheSession, TheTenant
from submitter.schemas import Health, ThemeInfo
from submitter.session import Session

router = APIRouter(tags=["health"])


@router.get("/health")
async def health(session: TheSession, response: Response) -> Health:
    """200 while builds can be asked for; without Redis they are recorded and wait; 503 without MongoDB."""
    mongo, redis = await asyncio.gather(_mongo_answers(session), asyncio.to_thread(_redis_answers, session))
    if not mongo:
        response.status_code = 503
    return Health(
        status="ok" if mongo and redis else "degraded",
        mongo="ok" if mongo else "unavailable",
        redis="ok" if redis else "unavailable",
    )


@router.get("/themes")
async def themes(_tenant: TheTenant) -> list[ThemeInfo]:
    """The themes a store can have."""
    loaded = [load_theme(name) for name in theme_names()]
    return [ThemeInfo(name=theme.name, label=theme.label, version=theme.version) for theme in loaded]


async def _mongo_answers(session: Session) -> bool:
    try:
        await session.mongo.server_info()
    except ServiceUnavailable:
        return False
    return True


def _redis_answers(session: Session) -> bool:
    try:
        with session.queue.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=2)
    except (OperationalError, OSError):
        return False
    return True
