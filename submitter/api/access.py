"""Who is asking, and with what they are answered: the bearer key names the tenant."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from storefront.storage.mongo import Mongo, unavailable_as_ours
from storefront.tenancy.access import tenant_of
from storefront.tenancy.scope import TenantScope
from submitter.session import Session, prepare


class Preparation:
    """Makes the indexes before the first request that needs them, whenever MongoDB comes.

    Requests that meet before it is done each do it: it is idempotent, and none waits for another's time-out.
    """

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo
        self._done = False

    async def ensure(self) -> None:
        """Raises ServiceUnavailable."""
        if not self._done:
            await prepare(self._mongo)
            self._done = True


async def prepared_session(request: Request) -> AsyncIterator[Session]:
    """Raises ServiceUnavailable, also for whatever MongoDB leaves unanswered in the request."""
    with unavailable_as_ours():
        await request.app.state.preparation.ensure()
        session: Session = request.app.state.session
        yield session


TheSession = Annotated[Session, Depends(prepared_session)]
_Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False, description="API key"))]


async def tenant(session: TheSession, bearer: _Bearer) -> TenantScope:
    """Raises NotAllowed."""
    return await tenant_of(session.mongo, bearer.credentials if bearer else "")


TheTenant = Annotated[TenantScope, Depends(tenant)]
