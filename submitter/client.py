"""A client for other Python services: asks for builds over HTTP and follows them.

    with Client("http://127.0.0.1:8700", key) as storeloom:
        job = storeloom.request_build("optician")
        storeloom.wait(job["job_id"])

A call that meets a server that is away or busy is made again, a few times, unless it is told to wait for long. That is
safe: a request for a build carries an id, made up when none is given, so however often it arrives it gives one job.
"""

from __future__ import annotations

import time
import uuid
from http import HTTPStatus
from types import TracebackType
from typing import Any
from urllib.parse import quote

import httpx

from storefront.errors import OwnersError, ServiceUnavailable, TooManyRequests

Job = dict[str, Any]  # the JSON of submitter/schemas.py Job
PREFIX = "/api/v1/store-generation"
_ENDED = frozenset({"completed", "failed", "cancelled"})
_ERRORS: dict[str, type[OwnersError]] = {error.code: error for error in OwnersError.__subclasses__()}
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.1, 5.0


class Client:
    """One connection pool; use it as a context manager, or close it.

    `timeout_s` is for one answer; `retries` is how often a call is made again when there is none.
    """

    def __init__(self, url: str, key: str, *, timeout_s: float = 10.0, retries: int = 2) -> None:
        self._retries = retries
        self._http = httpx.Client(
            base_url=url.rstrip("/") + PREFIX,
            headers={"Authorization": f"Bearer {key}"},
            timeout=timeout_s,
            trust_env=False,
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def request_build(self, store_id: str, *, request_id: str | None = None, theme: str | None = None) -> Job:
        """Ask for a build: `{"job_id", "status", …}`. Raises UnknownStore, UnknownTheme, TooManyRequests,
        and as every call does NotAllowed and ServiceUnavailable."""
        wanted = {"store_id": store_id, "request_id": request_id or uuid.uuid4().hex, "theme": theme}
        accepted: Job = self._call("POST", "/generate", json=wanted)
        return accepted

    def job(self, job_id: str) -> Job:
        """How far a job is. Raises UnknownBuild."""
        found: Job = self._call("GET", f"/jobs/{quote(job_id, safe='')}")
        return found

    def job_of_request(self, request_id: str) -> Job:
        """The job that a request's id names. Raises UnknownBuild."""
        found: list[Job] = self._call("GET", "/jobs", params={"request_id": request_id})
        return found[0]

    def cancel(self, job_id: str) -> Job:
        """Stop a job. Raises UnknownBuild, NothingToDo when it has ended already."""
        stopped: Job = self._call("DELETE", f"/jobs/{quote(job_id, safe='')}")
        return stopped

    def wait(self, job_id: str, *, timeout_s: float = 600.0, look_every_s: float = 0.5) -> Job:
        """The job once it has ended. Raises TimeoutError when it has not by then."""
        give_up = time.monotonic() + timeout_s
        while (job := self.job(job_id))["status"] not in _ENDED:
            if time.monotonic() > give_up:
                raise TimeoutError(f"Job {job_id} has not ended within {timeout_s:.0f} s.")
            time.sleep(look_every_s)
        return job

    def _call(self, method: str, path: str, **options: Any) -> Any:
        tried = 0
        while True:
            try:
                return self._call_once(method, path, **options)
            except (ServiceUnavailable, TooManyRequests) as error:
                tried += 1
                if tried > self._retries or error.retry_after_s > _LONGEST_PAUSE_S:
                    raise
                time.sleep(min(max(_FIRST_PAUSE_S * 2**tried, error.retry_after_s), _LONGEST_PAUSE_S))

    def _call_once(self, method: str, path: str, **options: Any) -> Any:
        try:
            response = self._http.request(method, path, **options)
        except httpx.TransportError as error:
            remedy = "Start it with: storeloom up, or check the address."
            where = self._http.base_url.copy_with(path="/")
            raise ServiceUnavailable(
                f"Storeloom does not answer at {where}.", remedy=remedy, retry_after_s=0
            ) from error
        if response.is_success:
            return response.json()
        raise _error_from(response)


def _error_from(response: httpx.Response) -> Exception:
    """The same error the use case raised, told by its code."""
    try:
        problem = response.json()
        code, detail, remedy = str(problem["code"]), str(problem["detail"]), str(problem["remedy"])
    except (ValueError, KeyError, TypeError):
        code, detail, remedy = "", f"Storeloom answered with HTTP status {response.status_code}.", ""
    retry_after_s = _seconds(response.headers.get("Retry-After"))
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        return TooManyRequests(detail, remedy=remedy, retry_after_s=retry_after_s)
    if response.status_code >= 500:
        return ServiceUnavailable(detail, remedy=remedy, retry_after_s=retry_after_s)
    error = _ERRORS.get(code, OwnersError)(detail, remedy=remedy)
    error.code = code or error.code
    return error


def _seconds(retry_after: str | None) -> float:
    return float(retry_after) if retry_after and retry_after.isascii() and retry_after.isdigit() else 0.0
