"""A client for other Python services: asks for builds over HTTP and follows them.

    with Client("http://127.0.0.1:8700", key) as storeloom:
        job = storeloom.request_build("optician")
        storeloom.wait(job["job_id"])

Requests carry an id, made up when none is given, so a call that is repeated after a lost answer gives the same job.
"""

from __future__ import annotations

import time
import uuid
from types import TracebackType
from typing import Any

import httpx

from storefront.errors import NotAllowed, OwnersError, RequestInvalid, ServiceUnavailable, UnknownBuild, UnknownStore

Job = dict[str, Any]  # the JSON of submitter/schemas.py Job
PREFIX = "/api/v1/store-generation"
_ENDED = frozenset({"completed", "failed", "cancelled"})
_ERRORS: dict[str, type[OwnersError]] = {
    error.code: error for error in (NotAllowed, RequestInvalid, UnknownBuild, UnknownStore)
}


class Client:
    """One connection pool; use it as a context manager, or close it."""

    def __init__(self, url: str, key: str, *, timeout_s: float = 10.0, retries: int = 2) -> None:
        self._http = httpx.Client(
            base_url=url.rstrip("/") + PREFIX,
            headers={"Authorization": f"Bearer {key}"},
            timeout=timeout_s,
            transport=httpx.HTTPTransport(retries=retries),
            trust_env=False,
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def request_build(self, store_id: str, *, request_id: str | None = None, theme: str | None = None) -> Job:
        """Ask for a build: `{"job_id", "status", …}`. Raises UnknownStore, NotAllowed, ServiceUnavailable."""
        wanted = {"store_id": store_id, "request_id": request_id or uuid.uuid4().hex, "theme": theme}
        return self._call("POST", "/generate", json=wanted)

    def job(self, job_id: str) -> Job:
        """How far a job is. Raises UnknownBuild."""
        return self._call("GET", f"/jobs/{job_id}")

    def cancel(self, job_id: str) -> Job:
        return self._call("DELETE", f"/jobs/{job_id}")

    def wait(self, job_id: str, *, timeout_s: float = 600.0, look_every_s: float = 0.5) -> Job:
        """The job once it has ended. Raises TimeoutError when it has not by then."""
        give_up = time.monotonic() + timeout_s
        while (job := self.job(job_id))["status"] not in _ENDED:
            if time.monotonic() > give_up:
                raise TimeoutError(f"Job {job_id} has not ended within {timeout_s:.0f} s.")
            time.sleep(look_every_s)
        return job

    def _call(self, method: str, path: str, json: dict[str, Any] | None = None) -> Job:
        try:
            response = self._http.request(method, path, json=json)
        except httpx.TransportError as error:
            raise ServiceUnavailable(f"Storeloom does not answer at {self._http.base_url}.") from error
        if response.is_success:
            job: Job = response.json()
            return job
        raise _error_from(response)


def _error_from(response: httpx.Response) -> Exception:
    """The same error the use case raised, told by its code."""
    try:
        problem = response.json()
        code, detail, remedy = str(problem["code"]), str(problem["detail"]), str(problem["remedy"])
    except (ValueError, KeyError):
        code, detail, remedy = "", f"Storeloom answered with HTTP status {response.status_code}.", ""
    if response.status_code >= 500:
        return ServiceUnavailable(detail, remedy=remedy)
    error = _ERRORS.get(code, OwnersError)(detail, remedy=remedy)
    error.code = code or error.code
    return error
