"""Jobs: what a build is called over HTTP (K1 to K3). Everything is told from the rows, never from Celery's results."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query

from storefront.builds.models import Build
from storefront.builds.progress import progress_of
from storefront.builds.queries import build_by_request, build_of, builds_of_tenant, usual_seconds
from storefront.builds.summary import products_in
from storefront.catalogue.repository import Catalogue
from submitter.api.access import TheSession, TheTenant
from submitter.reports import report_of_build
from submitter.requesting import ask_for_build, cancel_build
from submitter.schemas import GenerateRequest, Job, JobAccepted, accepted_from, job_from
from submitter.session import Session

router = APIRouter(tags=["jobs"])


@router.post("/generate", status_code=202)
async def generate(wanted: GenerateRequest, session: TheSession, tenant: TheTenant) -> JobAccepted:
    """Record a build and send it to the workers."""
    scope = tenant.store(wanted.store_id)
    asked = await ask_for_build(session, scope, request_id=wanted.request_id, theme=wanted.theme, trigger="api")
    usual_s = await usual_seconds(session.mongo, scope)
    return accepted_from(asked, usual_s, datetime.now(UTC))


@router.get("/jobs")
async def jobs(
    session: TheSession, tenant: TheTenant, request_id: Annotated[str | None, Query(max_length=200)] = None
) -> list[Job]:
    """The tenant's latest jobs, newest first, or the one that a request id names."""
    if request_id is not None:
        return [await _job(session, await build_by_request(session.mongo, tenant, request_id))]
    return await asyncio.gather(*(_job(session, build) for build in await builds_of_tenant(session.mongo, tenant)))


@router.get("/jobs/{job_id}")
async def job(job_id: str, session: TheSession, tenant: TheTenant) -> Job:
    """One job."""
    return await _job(session, await build_of(session.mongo, tenant, job_id))


@router.get("/jobs/{job_id}/report")
async def report(job_id: str, session: TheSession, tenant: TheTenant) -> dict[str, Any]:
    """What the checks found in the job's pages."""
    return await report_of_build(session, tenant, job_id)


@router.delete("/jobs/{job_id}")
async def cancel(job_id: str, session: TheSession, tenant: TheTenant) -> Job:
    """Stop a job; the live store stays as it is."""
    return await _job(session, await cancel_build(session, tenant, job_id))


async def _job(session: Session, build: Build) -> Job:
    progress, products, urls = await asyncio.gather(
        progress_of(session.mongo, build), products_in(session.mongo, build), _urls(session, build)
    )
    return job_from(progress, products, urls, datetime.now(UTC))


async def _urls(session: Session, build: Build) -> list[str]:
    """Where a live build's store is to be seen: its public address, otherwise where `storeloom serve` shows it."""
    if build.state != "live":
        return []
    configuration = await Catalogue(session.mongo, build.scope).get_configuration()
    if configuration and configuration.base_url:
        return [configuration.base_url.rstrip("/") + "/"]
    return [f"http://{build.scope.store_id}.localhost:{session.config.serve_port}/"]
