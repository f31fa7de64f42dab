"""Errors over HTTP: one shape for all of them (RFC 9457), and a status by kind."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from storefront.errors import (
    NotAllowed,
    NothingToDo,
    OwnersError,
    ServiceUnavailable,
    StoreloomError,
    TooManyRequests,
    UnknownBuild,
    UnknownRelease,
    UnknownStore,
)
from submitter.schemas import Problem

# The first kind that fits decides.
_STATUS: tuple[tuple[type[StoreloomError], int], ...] = (
    (NotAllowed, 401),
    (UnknownStore, 404),
    (UnknownBuild, 404),
    (UnknownRelease, 404),
    (NothingToDo, 409),
    (OwnersError, 400),
    (TooManyRequests, 429),
    (ServiceUnavailable, 503),
    (StoreloomError, 500),
)
_FAULTS_TOLD = 10

_RETRY_AFTER = {"Retry-After": {"description": "Seconds to wait before asking again.", "schema": {"type": "integer"}}}

# What every endpoint may answer besides, for the interface's description.
PROBLEMS: dict[int | str, dict[str, Any]] = {
    **{status: {"model": Problem} for status in (400, 401, 404, 409, 413)},
    **{status: {"model": Problem, "headers": _RETRY_AFTER} for status in (429, 503)},
}


def status_of(error: StoreloomError) -> int:
    return next(status for kind, status in _STATUS if isinstance(error, kind))


def add_problem_handlers(app: FastAPI) -> None:
    app.exception_handler(StoreloomError)(_tell)
    app.exception_handler(RequestValidationError)(_tell_invalid)
    app.exception_handler(HTTPException)(_tell_http)
    app.exception_handler(Exception)(_tell_unexpected)


async def _tell(_request: Request, error: StoreloomError) -> JSONResponse:
    status = status_of(error)
    headers = {}
    if isinstance(error, ServiceUnavailable | TooManyRequests):
        headers["Retry-After"] = str(max(1, round(error.retry_after_s)))
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return _response(status, error.code, error.what, error.remedy, headers)


async def _tell_invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
    """Where and why, without repeating the values that were sent."""
    faults = [f"{_place(fault['loc'])}: {fault['msg']}" for fault in error.errors()[:_FAULTS_TOLD]]
    return _response(400, "request_invalid", "; ".join(faults), "The interface is described under …/docs.")


def _place(parts: tuple[str | int, ...]) -> str:
    return ".".join(str(part)[:40] for part in parts)


async def _tell_http(_request: Request, error: HTTPException) -> JSONResponse:
    """What is refused before it gets to us: an address or a method that does not exist, a body that is too large."""
    code = "body_too_large" if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE else "not_here"
    return _response(error.status_code, code, str(error.detail), headers=error.headers)


async def _tell_unexpected(_request: Request, _error: Exception) -> JSONResponse:
    """Ours to mend: the log has the traceback, the caller gets none of it."""
    return _response(500, "internal_error", "Something went wrong here.", "Try again; the service's log says more.")


def _response(
    status: int, code: str, detail: str, remedy: str = "", headers: Mapping[str, str] | None = None
) -> JSONResponse:
    problem = Problem(title=HTTPStatus(status).phrase, status=status, code=code, detail=detail, remedy=remedy)
    media_type = "application/problem+json"
    return JSONResponse(problem.model_dump(), status_code=status, headers=headers, media_type=media_type)
