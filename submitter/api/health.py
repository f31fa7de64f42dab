"""Is it well, and what themes are there."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Response

from storefront.errors import ServiceUnavailable
from storefront.rendering.themes import load_theme, theme_names
from submitter.api.access import AnySession, TheTenant
from submitter.api.problems import PROBLEMS
from submitter.schemas import Health, ThemeInfo
from submitter.session import Session

router = APIRouter(tags=["health"])


@router.get("/health", responses={503: {"model": Health, "description": "MongoDB does not answer."}})
async def health(session: AnySession, response: Response) -> Health:
    """200 while builds can be asked for; without Redis they are recorded and wait; 503 without MongoDB."""
    mongo, redis = await asyncio.gather(_mongo_answers(session), session.outbox.answers())
    if not mongo:
        response.status_code = 503
    return Health(
        status="ok" if mongo and redis else "degraded",
        mongo="ok" if mongo else "unavailable",
        redis="ok" if redis else "unavailable",
    )


@router.get("/themes", responses=PROBLEMS)
def themes(_tenant: TheTenant) -> list[ThemeInfo]:
    """The themes a store can have."""
    loaded = [load_theme(name) for name in theme_names()]
    return [ThemeInfo(name=theme.name, label=theme.label, version=theme.version) for theme in loaded]


async def _mongo_answers(session: Session) -> bool:
    try:
        await session.mongo.server_info()
    except ServiceUnavailable:
        return False
    return True
