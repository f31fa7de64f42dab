"""How every batch task runs: claim the row, keep its lease while the work goes on, note the outcome.

A task never raises for what a batch met: the row says what happened, the stage's close reads it. Only the kinds of
error decide what becomes of the batch:

    owner's error, full disk   the build fails at once, with its code and words
    service unavailable        the batch is put back, to be tried after the error's delay; the attempt is excused
    anything else              logged with its traceback, put back; dead after the last attempt
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import structlog
from celery import shared_task

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


def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def check_version(version: int) -> None:
    if version != MESSAGE_VERSION:
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
        @shared_task(name=BATCH_TASKS[kind], throws=(RequestInvalid,))
        def run(build_id: str, batch_id: str, epoch: int, version: int) -> None:
            check_version(version)
            run_batch(work, build_id, batch_id, epoch)

        return run

    return decorate


def run_batch(work: Work, build_id: str, batch_id: str, epoch: int) -> None:
    using = services()
    lease_s = using.config.lease_s
    batch = using.run(claim(using.mongo, build_id, batch_id, epoch, worker=worker_name(), lease_s=lease_s))
    if batch is None:
        return
    try:
        with Lease(using, batch), unavailable_as_ours():
            result = work(using, batch)
            using.run(finish(using.mongo, batch, result))
    except (OwnersError, StorageFull) as error:
        _fail_build(using, batch, error)
    except ServiceUnavailable as error:
        using.run(put_back(using.mongo, batch, str(error), delay_s=error.retry_after_s, excused=True))
    except Exception as error:
        log.exception("batch failed", build_id=build_id, batch_id=batch_id, attempt=batch.attempts)
        using.run(put_back(using.mongo, batch, _in_words(error), delay_s=0.5 * batch.attempts))


def _fail_build(using: Services, batch: Batch, error: StoreloomError) -> None:
    build = using.run(build_by_id(using.mongo, batch.build_id))
    using.run(put_back(using.mongo, batch, str(error)))
    using.run(fail(using.mongo, build, error.code, str(error), worker=worker_name()))


def _in_words(error: Exception) -> str:
    if isinstance(error, StoreloomError):
        return str(error)
    return f"{type(error).__name__}: {str(error)[:300]}"
