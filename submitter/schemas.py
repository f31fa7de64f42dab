"""What the HTTP interface takes and gives (K1 to K3), made from builds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from storefront.builds.models import Build
from storefront.builds.progress import Progress
from storefront.builds.states import http_status
from submitter.requesting import LONGEST_REQUEST_ID, Requested

JobStatus = Literal["pending", "in_progress", "completed", "failed", "cancelled"]


class GenerateRequest(BaseModel):
    """Ask for a build. The same `request_id` twice gives the same job."""

    model_config = ConfigDict(extra="forbid", strict=True)

    store_id: str = Field(min_length=1, max_length=40)
    request_id: str | None = Field(default=None, min_length=1, max_length=LONGEST_REQUEST_ID)
    theme: str | None = Field(default=None, min_length=1, max_length=80)


class JobAccepted(BaseModel):
    job_id: str
    status: JobStatus
    message: str
    estimated_completion_time: datetime | None


class PerformanceMetrics(BaseModel):
    products_per_second: float | None
    current_phase: str | None


class Job(BaseModel):
    job_id: str
    store_id: str
    request_id: str | None
    status: JobStatus
    state: str  # the build's own word: superseded and timed_out have none of their own above
    progress_percentage: float
    total_products: int
    processed_products: int
    created_at: datetime
    started_at: datetime | None
    completed_at: datetime | None
    generated_urls: list[str]
    error_code: str | None
    error_message: str | None
    successor: str | None
    release_id: str | None
    performance_metrics: PerformanceMetrics


class Problem(BaseModel):
    """An error, after RFC 9457: `code` is stable, `detail` says what, `remedy` what to do."""

    type: str = "about:blank"
    title: str
    status: int
    code: str
    detail: str
    remedy: str = ""


class ThemeInfo(BaseModel):
    name: str
    label: str
    version: str


def accepted_from(asked: Requested, usual_s: float | None, now: datetime) -> JobAccepted:
    """`usual_s`: how long the store's builds took lately, None when there is none to go by."""
    build = asked.build
    return JobAccepted(
        job_id=build.build_id,
        status=http_status(build.state),
        message=_message(asked),
        estimated_completion_time=_estimate(build, usual_s, now),
    )


def _message(asked: Requested) -> str:
    if not asked.created:
        return "This request is known: here is its job."
    if not asked.sent:
        return "Recorded; it starts as soon as the queue answers again."
    return "Recorded; it starts as soon as it is its turn."


def _estimate(build: Build, usual_s: float | None, now: datetime) -> datetime | None:
    """None when nobody can know: no earlier build, or one that takes longer than they did."""
    if usual_s is None or build.ended:
        return None
    expected = build.created_at + timedelta(seconds=usual_s)
    return expected if expected > now else None


def job_from(progress: Progress, products: int, urls: list[str], now: datetime) -> Job:
    """`products` is the number in the build's snapshot, 0 before there is one."""
    build = progress.build
    processed = products if build.state == "live" else round(products * progress.percent / 100)
    failed = build.state in ("failed", "timed_out")
    return Job(
        job_id=build.build_id,
        store_id=build.scope.store_id,
        request_id=build.request_id,
        status=http_status(build.state),
        state=build.state,
        progress_percentage=progress.percent,
        total_products=products,
        processed_products=processed,
        created_at=build.created_at,
        started_at=build.started_at,
        completed_at=build.finished_at,
        generated_urls=urls,
        error_code=build.code if failed else None,
        error_message=build.reason if failed else None,
        successor=build.successor,
        release_id=build.release_id,
        performance_metrics=PerformanceMetrics(
            products_per_second=_rate(build, processed, now),
            current_phase=build.stage if build.state == "running" else None,
        ),
    )


def _rate(build: Build, processed: int, now: datetime) -> float | None:
    """Since the start, up to now or the end; None where there is nothing to tell yet."""
    if build.started_at is None or not processed:
        return None
    seconds = ((build.finished_at or now) - build.started_at).total_seconds()
    return round(processed / seconds, 1) if seconds > 0 else None
