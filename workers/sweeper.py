"""The sweeper: every two seconds it mends what messages lost. Safe to run twice; it needs MongoDB, and Redis to send.

python -m workers.sweeper
"""

from __future__ import annotations

import asyncio
import signal
import time
from datetime import datetime

import structlog
from celery import Celery
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from config.celery import make_app
from config.logging import configure_logging
from config.queues import QUEUE_OF_KIND
from config.schedule import set_entry
from config.settings import Settings, settings
from storefront.builds.indexes import prepare_builds
from storefront.builds.models import Message
from storefront.builds.schedules import fire, prepare_schedules, schedules
from storefront.builds.sweeping import Sweep, sweep
from storefront.errors import ServiceUnavailable, StoreloomError
from storefront.failpoints import failpoint
from storefront.fleet.indexes import prepare_fleet
from storefront.fleet.presence import leave, note, process_name
from storefront.publishing.tidying import tidy_messages
from storefront.storage.mongo import Document, Mongo, is_driver_error
from storefront.tenancy.stores import prepare_stores
from workers.lifeline import hold

log = structlog.get_logger(__name__)

BEAT_GRACE_S = 20.0  # a schedule's time is beat's for so long, then the sweeper's


class Sweeper:
    """Sweeps until told to stop; a database or broker that is away is tried again at the next sweep."""

    def __init__(self, config: Settings, mongo: Mongo, queue: Celery) -> None:
        self._config = config
        self._mongo = mongo
        self._queue = queue
        self._prepared = False  # indexes are looked after at the start and after each time the database was away
        self._unreadable: set[str] = set()  # builds told of already

    async def run(self, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            try:
                await self.sweep_once()
            except Exception:  # one row that nobody thought of must not end the recovery of everything else
                log.exception("a sweep failed; the next one tries again")
            await _pause(stopping, self._config.sweep_interval_s)

    async def sweep_once(self) -> None:
        began = time.monotonic()
        try:
            await self._prepare()
            found = await sweep(self._mongo, self._config.limits)
            due = await self._see_to_schedules(found)
            found.messages += await tidy_messages(self._mongo)
            await note(self._mongo, process_name(), "sweeper", details=_counts(found, time.monotonic() - began))
        except Exception as error:
            if not (isinstance(error, ServiceUnavailable) or is_driver_error(error)):
                raise
            self._prepared = False
            log.warning("no sweep: MongoDB does not answer", reason=str(error)[:200])
            return
        self._tell(found)
        await asyncio.to_thread(self._send, found.messages)
        await asyncio.to_thread(self._set_entries, due)

    async def _prepare(self) -> None:
        if not self._prepared:
            await prepare_stores(self._mongo)
            await prepare_builds(self._mongo)
            await prepare_schedules(self._mongo)
            await prepare_fleet(self._mongo)
            self._prepared = True

    async def _see_to_schedules(self, found: Sweep) -> dict[str, datetime]:
        """Catch up the times that beat missed; when each schedule is due next, by its id."""
        due = {}
        now = await self._mongo.now()
        for schedule in await schedules(self._mongo):
            try:
                fired = await fire(
                    self._mongo,
                    schedule,
                    deadline_s=self._config.build_deadline_s,
                    limits=self._config.limits,
                    late_s=BEAT_GRACE_S,
                )
            except ServiceUnavailable:
                raise
            except StoreloomError as error:  # one store's trouble must not keep the others waiting
                log.warning("schedule not seen to", schedule_id=schedule.schedule_id, reason=str(error))
                continue
            if fired is not None:
                found.messages += fired.messages
            due[schedule.schedule_id] = schedule.next_due(now)
        return due

    def _send(self, messages: list[Message]) -> None:
        """A probe goes down the queue it probes; everything else is routed by its name."""
        for message in messages:
            failpoint("sweep.before_send", message.task)
            queue = {"queue": QUEUE_OF_KIND[message.kwargs["kind"]]} if "kind" in message.kwargs else {}
            try:
                # A result nobody waits for is not subscribed to: that would insist on Redis, in words of its own.
                self._queue.send_task(message.task, kwargs=message.kwargs, ignore_result=True, **queue)
            except OperationalError as error:
                log.warning(
                    "not sent, a later sweep tries again: Redis does not answer",
                    task=message.task,
                    reason=str(error)[:200],
                )
                return

    def _tell(self, found: Sweep) -> None:
        if found.timed_out or found.leases_lost or found.resumed:
            log.info("swept", timed_out=found.timed_out, leases_lost=found.leases_lost, resumed=found.resumed)
        new = set(found.unreadable) - self._unreadable
        if new:
            log.error("builds that cannot be read are left alone: a newer version wrote them?", build_ids=sorted(new))
        self._unreadable = set(found.unreadable)

    def _set_entries(self, due: dict[str, datetime]) -> None:
        """RedBeat's entries are made from the schedules here: Redis may have lost them."""
        try:
            for schedule_id, due_at in due.items():
                set_entry(self._queue, schedule_id, due_at)
        except RedisError as error:
            log.warning("beat's entries not checked: Redis does not answer", reason=str(error)[:200])


async def _pause(stopping: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stopping.wait(), timeout=seconds)
    except TimeoutError:
        return


def _counts(found: Sweep, seconds: float) -> Document:
    """What operators see of the last sweep."""
    return {
        "seconds": round(seconds, 3),
        "timed_out": len(found.timed_out),
        "leases_lost": found.leases_lost,
        "resumed": len(found.resumed),
        "messages": len(found.messages),
    }


def main() -> None:
    config = settings()
    configure_logging(config)
    hold()
    if config.mongo_url is None:
        raise SystemExit("storeloom: STORELOOM_MONGO_URL is not set. Start everything with: storeloom up")
    asyncio.run(_until_signalled(config, config.mongo_url.get_secret_value()))


async def _until_signalled(config: Settings, mongo_url: str) -> None:
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    mongo = Mongo(mongo_url)
    try:
        await Sweeper(config, mongo, make_app(config)).run(stopping)
        await leave(mongo, process_name())
    finally:
        mongo.close()


if __name__ == "__main__":
    main()
