"""Jobs: what a build is called over HTTP (K1 to K3). Everything is told from the rows, never from Celery's results."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from storefront.builds.models import Build
from storefront.builds.progress import progress_of
from storefront.builds.queries import build_by_request, build_of, builds_of_tenant, usual_seconds
from storefront.builds.summary import products_in
from storefront.catalogue.repository import Catalogue
from submitter.api.access import TheSession, TheTenant
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
    return accepted_from(asked.build, asked.created, asked.sent, usual_s)


@router.get("/jobs")
async def jobs(
    session: TheSession, tenant: TheTenant, request_id: Annotated[str | None, Query(max_length=200)] = None
) -> list[Job]:
    """The tenant's latest jobs, or the one that a request id names."""
    if request_id is not None:
        return [await _job(session, await build_by_request(session.mongo, tenant, request_id))]
    return [await _job(session, build) for build in await builds_of_tenant(session.mongo, tenant)]


@router.get("/jobs/{job_id}")
async def job(job_id: str, session: TheSession, tenant: TheTenant) -> Job:
    """One job."""
    return await _job(session, await build_of(session.mongo, tenant, job_id))


@router.delete("/jobs/{job_id}")
async def cancel(job_id: str, session: TheSession, tenant: TheTenant) -> Job:
    """Stop a job; the live store stays as it is."""
    return await _job(session, await cancel_build(session, tenant, job_id))


async def _job(session: Session, build: Build) -> Job:
    urls: list[str] = []
    if build.state == "live":
        configuration = await Catalogue(session.mongo, build.scope).get_configuration()
        urls = [configuration.base_url] if configuration and configuration.base_url else []
    products = await products_in(session.mongo, build)
    return job_from(await progress_of(session.mongo, build), products, urls)
