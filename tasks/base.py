"""How every batch task runs: claim the row, keep its lease while the work goes on, note the outcome.

A task never raises for what a batch met: the row says what happened, the stage's close reads it. Only the kinds of
error decide what becomes of the batch:

    owner's error, full disk   the build fails at once, with its code and words
    service unavailable        the batch is put back, to be tried after the error's delay; the attempt is excused
    anything else              logged with its traceback, put back; dead after the last attempt

One line in the log says what became of each batch.
"""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import structlog
from celery import shared_task

from config.logging import redact
from config.queues import BATCH_TASKS
from storefront.builds.batches import claim, finish, put_back, renew
from storefront.builds.models import MESSAGE_VERSION, Batch
from storefront.builds.moves import fail
from storefront.builds.queries import build_by_id
from storefront.errors import OwnersError, RequestInvalid, ServiceUnavailable, StorageFull, StoreloomError
from storefront.storage.mongo import unavailable_as_ours
from tasks.services import Services, services

Result = dict[str, Any]
log = structlog.get_logger(__name__)

# Told without a traceback: a message we do not speak, and a server that is away (the sweeper sends again what it cost).
EXPECTED = (RequestInvalid, ServiceUnavailable)


def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def check_version(version: int) -> None:
    if version != MESSAGE_VERSION:
        log.warning("message refused", version=version, known=MESSAGE_VERSION)
        raise RequestInvalid(
            f"A message of version {version} reached a worker that speaks version {MESSAGE_VERSION}.",
            remedy="Upgrade the workers before the senders.",
        )


class Lease:
    """Renews a batch's lease in the services' loop until the work is over, or the batch was taken away."""

    def __init__(self, using: Services, batch: Batch) -> None:
        self._using, self._batch = using, batch
        self._renewing: Future[None] | None = None

    def __enter__(self) -> Lease:
        self._renewing = self._using.spawn(self._renew())
        return self

    def __exit__(self, *_: object) -> None:
        if self._renewing is not None:
            self._renewing.cancel()

    async def _renew(self) -> None:
        ours = True
        while ours:
            await asyncio.sleep(self._using.config.lease_renewal_s)
            ours = await self._renew_once()

    async def _renew_once(self) -> bool:
        """A database that is away for a moment must not end the renewing: the lease outlasts two failures."""
        try:
            with unavailable_as_ours():
                return await renew(self._using.mongo, self._batch, self._using.config.lease_s)
        except ServiceUnavailable as error:
            log.warning("lease not renewed", batch_id=self._batch.batch_id, reason=str(error))
            return True


Work = Callable[[Services, Batch], Result]


def batch_task(kind: str) -> Callable[[Work], Any]:
    """Make `work(services, batch) -> result` the Celery task for batches of a kind."""

    def decorate(work: Work) -> Any:
        @shared_task(name=BATCH_TASKS[kind], throws=EXPECTED)
        def run(build_id: str, batch_id: str, epoch: int, version: int) -> None:
            check_version(version)
            run_batch(work, build_id, batch_id, epoch)

        return run

    return decorate


def run_batch(work: Work, build_id: str, batch_id: str, epoch: int) -> None:
    using = services()
    lease_s = using.config.lease_s
    try:
        batch = using.run(claim(using.mongo, build_id, batch_id, epoch, worker=worker_name(), lease_s=lease_s))
        if batch is not None:
            _run_claimed(using, work, batch)
    except ServiceUnavailable as error:  # neither claimed nor put back: the sweeper finds the row when MongoDB is there
        log.warning("batch left to the sweeper", build_id=build_id, batch_id=batch_id, reason=str(error))


def _run_claimed(using: Services, work: Work, batch: Batch) -> None:
    told = log.bind(build_id=batch.build_id, batch_id=batch.batch_id, attempt=batch.attempts)
    began = time.monotonic()
    try:
        with Lease(using, batch):
            result = work(using, batch)
            ours = using.run(finish(using.mongo, batch, result))
        outcome = "batch done" if ours else "batch done too late: it is another worker's, or its build has ended"
        told.info(outcome, seconds=_since(began), **result.get("counts", {}))
    except (OwnersError, StorageFull) as error:
        told.info("batch ends its build", seconds=_since(began), code=error.code)
        _fail_build(using, batch, error)
    except ServiceUnavailable as error:
        told.info("batch put back", seconds=_since(began), reason=str(error))
        using.run(put_back(using.mongo, batch, str(error), delay_s=error.retry_after_s, excused=True))
    except Exception as error:
        told.exception("batch put back", seconds=_since(began))
        using.run(put_back(using.mongo, batch, _in_words(error), delay_s=0.5 * batch.attempts))


def _since(began: float) -> float:
    return round(time.monotonic() - began, 2)


def _fail_build(using: Services, batch: Batch, error: StoreloomError) -> None:
    """The build is looked up first: one that is opened again meanwhile has another epoch, and goes on."""
    build = using.run(build_by_id(using.mongo, batch.build_id))
    if using.run(put_back(using.mongo, batch, str(error))):
        using.run(fail(using.mongo, build, error.code, str(error), worker=worker_name()))


def _in_words(error: Exception) -> str:
    if isinstance(error, StoreloomError):
        return str(error)
    return redact(f"{type(error).__name__}: {str(error)[:300]}")  # shown to people: of an unknown error anything may be
