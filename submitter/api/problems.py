"""Errors over HTTP: one shape for all of them, and a status by kind."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from storefront.errors import (
    NotAllowed,
    NothingToDo,
    OwnersError,
    RequestInvalid,
    ServiceUnavailable,
    StoreloomError,
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
    (RequestInvalid, 400),
    (OwnersError, 400),
    (ServiceUnavailable, 503),
    (StoreloomError, 500),
)
_TITLES = {400: "Bad request", 401: "Not allowed", 404: "Not found", 409: "Conflict", 500: "Error", 503: "Unavailable"}


def status_of(error: StoreloomError) -> int:
    return next(status for kind, status in _STATUS if isinstance(error, kind))


def add_problem_handlers(app: FastAPI) -> None:
    app.exception_handler(StoreloomError)(_tell)
    app.exception_handler(RequestValidationError)(_tell_invalid)


async def _tell(_request: Request, error: StoreloomError) -> JSONResponse:
    status = status_of(error)
    headers = {"Retry-After": str(round(error.retry_after_s))} if isinstance(error, ServiceUnavailable) else {}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return _response(status, error.code, error.what, error.remedy, headers)


async def _tell_invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
    """Where and why, without repeating what was sent."""
    faults = [f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in error.errors()]
    return _response(400, "request_invalid", "; ".join(faults), "See the interface's description under …/docs.", {})


def _response(status: int, code: str, detail: str, remedy: str, headers: dict[str, str]) -> JSONResponse:
    problem = Problem(title=_TITLES[status], status=status, code=code, detail=detail, remedy=remedy)
    media_type = "application/problem+json"
    return JSONResponse(problem.model_dump(), status_code=status, headers=headers, media_type=media_type)
