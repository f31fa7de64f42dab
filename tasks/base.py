"""How every batch task runs: claim the row, keep its lease while the work goes on, note the outcome.

Work whose batch is taken away meanwhile is stopped (tasks/stopping.py): its build has ended, or the lease ran out while
the process stood still. A worker that is told to stop hands back what it can't finish in time.

A task never raises for what a batch met: the row says what happened, the stage's close reads it. Only the kinds of
error decide what becomes of the batch:

    owner's error, full disk   the build fails at once, with its code and words
    service unavailable        the batch is put back, and the attempt is excused
    anything else              logged with its traceback, put back; dead after the last attempt

What is put back is tried again after a delay that grows with its attempts, by the kind of error (fleet/backoff.py).

One line in the log says what became of each batch.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import structlog
from billiard.common import terminate_handler_fired

from config.logging import redact
from config.queues import BATCH_TASKS
from storefront.builds.batches import claim, finish, put_back, renew
from storefront.builds.models import Batch
from storefront.builds.moves import fail
from storefront.builds.queries import build_by_id
from storefront.builds.stopping import hand_back, note_stopped
from storefront.errors import OwnersError, ServiceUnavailable, StorageFull, StoreloomError
from storefront.failpoints import failpoint
from storefront.fleet.backoff import delay_after_s
from storefront.fleet.presence import process_name
from storefront.storage.mongo import unavailable_as_ours
from tasks.messages import message_task, send_again
from tasks.neighbours import take_from_dead, this_machine
from tasks.services import Services, services
from tasks.stopping import BatchHandedBack, BatchTakenAway, Stoppable

Result = dict[str, Any]
log = structlog.get_logger(__name__)

HANDED_BACK = "its worker was stopped"
ASK_AGAIN_S = 0.5  # work that goes on after it was told to stop is told again


def worker_name() -> str:
    return process_name()


class Lease:
    """Renews a batch's lease in the services' loop until the work is over, and stops the work if it is taken away."""

    def __init__(self, using: Services, batch: Batch, work: Stoppable) -> None:
        self._using, self._batch, self._work = using, batch, work
        self._renewing: Future[None] | None = None

    def __enter__(self) -> Lease:
        self._renewing = self._using.spawn(self._renew())
        return self

    def __exit__(self, *_: object) -> None:
        if self._renewing is not None:
            self._renewing.cancel()
        self._work.over()

    async def _renew(self) -> None:
        ours = True
        while ours:
            await asyncio.sleep(self._using.config.lease_renewal_s)
            ours = await self._renew_once()
        while True:
            self._work.take_away()
            await asyncio.sleep(ASK_AGAIN_S)

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
        @message_task(BATCH_TASKS[kind])
        def run(build_id: str, batch_id: str, epoch: int) -> None:
            run_batch(work, build_id, batch_id, epoch)

        return run

    return decorate


def run_batch(work: Work, build_id: str, batch_id: str, epoch: int) -> None:
    using = services()
    try:
        batch = _claim(using, build_id, batch_id, epoch)
        if batch is None and take_from_dead(using, build_id, batch_id, epoch):
            batch = _claim(using, build_id, batch_id, epoch)
        if batch is not None:
            _run_claimed(using, work, batch)
    except ServiceUnavailable as error:  # neither claimed nor put back: the sweeper finds the row when MongoDB is there
        log.warning("batch left to the sweeper", build_id=build_id, batch_id=batch_id, reason=str(error))


def _claim(using: Services, build_id: str, batch_id: str, epoch: int) -> Batch | None:
    lease_s, machine = using.config.lease_s, this_machine()
    return using.run(
        claim(using.mongo, build_id, batch_id, epoch, worker=worker_name(), lease_s=lease_s, machine=machine)
    )


def _run_claimed(using: Services, work: Work, batch: Batch) -> None:
    told = log.bind(build_id=batch.build_id, batch_id=batch.batch_id, attempt=batch.attempts)
    began = time.monotonic()
    try:
        ours, counts = _do(using, work, batch)
        outcome = "batch done" if ours else "batch done too late: it is another worker's, or its build has ended"
        told.info(outcome, seconds=_since(began), **counts)
    except (OwnersError, StorageFull) as error:
        told.info("batch ends its build", seconds=_since(began), code=error.code)
        _fail_build(using, batch, error)
    except ServiceUnavailable as error:
        told.info("batch put back", seconds=_since(began), reason=str(error))
        using.run(put_back(using.mongo, batch, str(error), delay_s=_again_in_s(batch, error), excused=True))
    except BatchTakenAway:
        told.info("batch stopped: its build has ended, or it is another worker's", seconds=_since(began))
        using.run(note_stopped(using.mongo, batch, worker_name()))
    except BatchHandedBack:
        told.info("batch stopped: handed back, since this worker stops", seconds=_since(began))
        if using.run(hand_back(using.mongo, batch, HANDED_BACK)):
            send_again()
    except SystemExit as error:
        _leave(using, batch, told, error)
    except Exception as error:
        told.exception("batch put back", seconds=_since(began))
        unknown = not isinstance(error, StoreloomError)  # then it may be one item's fault
        again_in_s = _again_in_s(batch, error)
        using.run(put_back(using.mongo, batch, _in_words(error), delay_s=again_in_s, items_fault=unknown))
        if _is_starved(error):
            told.error("this process has no memory left, and ends")
            os._exit(1)


def _do(using: Services, work: Work, batch: Batch) -> tuple[bool, dict[str, Any]]:
    """Whether the batch was still ours at its end, and what it counted. Raises what the work does, and BatchStopped."""
    stoppable = Stoppable()
    with Lease(using, batch, stoppable):
        with stoppable:
            failpoint("item.after_claim", batch.batch_id)
            result = work(using, batch)
            failpoint("item.before_done", batch.batch_id)
        return using.run(finish(using.mongo, batch, result)), result.get("counts", {})


def _leave(using: Services, batch: Batch, told: Any, error: SystemExit) -> None:
    """The process was told to end, and the batch goes to another; work that ends the process itself has failed."""
    if terminate_handler_fired():
        told.info("batch stopped: handed back, since this process was told to end")
        using.run(hand_back(using.mongo, batch, HANDED_BACK))
        raise error
    told.warning("batch put back: its work would have ended the process", code=error.code)
    reason = "its work would have ended the process"
    using.run(put_back(using.mongo, batch, reason, delay_s=_again_in_s(batch, error), items_fault=True))


def _again_in_s(batch: Batch, error: BaseException) -> float:
    return delay_after_s(error, batch.attempts, random.random)


def _is_starved(error: Exception) -> bool:
    """Without memory the process would fail every batch it takes, faster than others do them. The pool replaces it."""
    return isinstance(error, MemoryError) or "can't start new thread" in str(error)


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
    words = redact(
        str(error)
    )  # shown to people, and of an unknown error anything may be; half a URL is not known as one
    return f"{type(error).__name__}: {words[:300]}"
