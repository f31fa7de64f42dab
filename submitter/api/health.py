"""Is it well, and what themes are there."""

from __future__ import annotations

import asyncio
from time import monotonic

from fastapi import APIRouter, Request, Response

from config.queues import FOREIGN_QUEUE, QUEUES
from storefront.errors import ServiceUnavailable
from storefront.fleet.survey import Survey, survey
from storefront.rendering.themes import load_theme, theme_names
from submitter.api.access import TheTenant
from submitter.api.problems import PROBLEMS
from submitter.health import Health, health_from
from submitter.schemas import ThemeInfo
from submitter.session import Session

GOOD_FOR_S = 1.0

router = APIRouter(tags=["health"])


class Look:
    """The servers looked at once for all who ask within a second: nobody needs a key to ask, and each look costs
    queries, a connection to Redis, and one of the threads that send messages."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._one_at_a_time = asyncio.Lock()
        self._seen: tuple[Survey | None, int | None] = (None, None)
        self._good_until = 0.0

    async def seen(self) -> tuple[Survey | None, int | None]:
        """The fleet, None without MongoDB; and how many messages nobody could read, None without Redis."""
        async with self._one_at_a_time:
            if monotonic() >= self._good_until:
                self._seen = await asyncio.gather(_survey(self._session), self._session.outbox.unreadable())
                self._good_until = monotonic() + GOOD_FOR_S
            return self._seen


@router.get("/health", responses={503: {"model": Health, "description": "MongoDB does not answer."}})
async def health(request: Request, response: Response) -> Health:
    """200 while builds can be asked for; without Redis or workers they are recorded and wait; 503 without MongoDB."""
    look: Look = request.app.state.look
    seen, unreadable = await look.seen()
    if seen is None:
        response.status_code = 503
    return health_from(seen, unreadable, queues=(*QUEUES, FOREIGN_QUEUE))


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
