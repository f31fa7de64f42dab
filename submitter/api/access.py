"""Who is asking: the bearer key names the tenant."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Header, Request

from storefront.tenancy.access import tenant_of
from storefront.tenancy.scope import TenantScope
from submitter.session import Session


def session_of(request: Request) -> Session:
    session: Session = request.app.state.session
    return session


TheSession = Annotated[Session, Depends(session_of)]


async def tenant(session: TheSession, authorization: Annotated[str, Header()] = "") -> TenantScope:
    """Raises NotAllowed."""
    scheme, _, key = authorization.partition(" ")
    return await tenant_of(session.mongo, key.strip() if scheme.lower() == "bearer" else "")


TheTenant = Annotated[TenantScope, Depends(tenant)]
