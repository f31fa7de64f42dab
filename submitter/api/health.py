"""Is it well, and what themes are there."""

from __future__ import annotations

import asyncio

from fastapi import APIRouter, Response

from config.queues import FOREIGN_QUEUE, QUEUES
from storefront.errors import ServiceUnavailable
from storefront.fleet.survey import Survey, survey
from storefront.rendering.themes import load_theme, theme_names
from submitter.api.access import AnySession, TheTenant
from submitter.api.problems import PROBLEMS
from submitter.health import Health, health_from
from submitter.schemas import ThemeInfo
from submitter.session import Session

router = APIRouter(tags=["health"])


@router.get("/health", responses={503: {"model": Health, "description": "MongoDB does not answer."}})
async def health(session: AnySession, response: Response) -> Health:
    """200 while builds can be asked for; without Redis or workers they are recorded and wait; 503 without MongoDB."""
    seen, redis = await asyncio.gather(_survey(session), session.outbox.answers())
    if seen is None:
        response.status_code = 503
    return health_from(seen, redis, queues=(*QUEUES, FOREIGN_QUEUE))


@router.get("/themes", responses=PROBLEMS)
def themes(_tenant: TheTenant) -> list[ThemeInfo]:
    """The themes a store can have."""
    loaded = [load_theme(name) for name in theme_names()]
    return [ThemeInfo(name=theme.name, label=theme.label, version=theme.version) for theme in loaded]


async def _survey(session: Session) -> Survey | None:
    """None: MongoDB does not answer."""
    try:
        return await survey(session.mongo)
    except ServiceUnavailable:
        return None
