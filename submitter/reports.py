"""Report cards by what people know: a build's id, or a store's."""

from __future__ import annotations

from typing import Any

from storefront.builds.queries import build_of, builds_of_store
from storefront.errors import UnknownBuild
from storefront.seo.report.stored import read_report
from storefront.tenancy.scope import TenantScope
from storefront.tenancy.stores import store_row
from submitter.session import Session


async def report_of(session: Session, tenant: TenantScope, store_or_build: str) -> dict[str, Any]:
    """The card of a build, or of a store's latest build that has one. Raises UnknownBuild, UnknownStore."""
    try:
        await build_of(session.mongo, tenant, store_or_build)
    except UnknownBuild:
        return await _latest(session, tenant, store_or_build)
    return await report_of_build(session, tenant, store_or_build)


async def report_of_build(session: Session, tenant: TenantScope, build_id: str) -> dict[str, Any]:
    """Raises UnknownBuild where there is no such build, or where it has no card."""
    build = await build_of(session.mongo, tenant, build_id)
    return await read_report(session.objects, build.scope, build.build_id)


async def _latest(session: Session, tenant: TenantScope, store_id: str) -> dict[str, Any]:
    scope = tenant.store(store_id)
    await store_row(session.mongo, scope)
    for build in await builds_of_store(session.mongo, scope):
        try:
            return await read_report(session.objects, scope, build.build_id)
        except UnknownBuild:
            continue
    raise UnknownBuild(
        f"No build of store {store_id!r} has a report card yet.", remedy=f"Build it: storeloom build {store_id}."
    )
