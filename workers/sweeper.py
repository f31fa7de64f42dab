"""The sweeper: every two seconds it mends what messages lost. Safe to run twice; it needs MongoDB, and Redis to send.

python -m workers.sweeper
"""

from __future__ import annotations

import asyncio
import signal
from datetime import datetime

import structlog
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from config.celery import app
from config.logging import configure_logging
from config.queues import QUEUE_OF_KIND
from config.schedule import set_entry
from config.settings import settings
from storefront.builds.indexes import prepare_builds
from storefront.builds.models import Message
from storefront.builds.schedules import fire, prepare_schedules, schedules
from storefront.builds.sweeping import Sweep, sweep
from storefront.errors import ServiceUnavailable
from storefront.publishing.tidying import tidy_messages
from storefront.storage.mongo import Mongo, is_driver_error
from storefront.tenancy.stores import prepare_stores
from workers.lifeline import hold

log = structlog.get_logger(__name__)

BEAT_GRACE_S = 20.0  # a schedule's time is beat's for so long, then the sweeper's


async def run(mongo_url: str, interval_s: float, stopping: asyncio.Event) -> None:
    """Sweep until told to stop; a database or broker that is away is tried again at the next sweep."""
    mongo = Mongo(mongo_url)
    try:
        while not stopping.is_set():
            await sweep_once(mongo)
            await _pause(stopping, interval_s)
    finally:
        mongo.close()


async def sweep_once(mongo: Mongo) -> None:
    try:
        await prepare_stores(mongo)
        await prepare_builds(mongo)
        await prepare_schedules(mongo)
        found = await sweep(mongo)
        due = await _see_to_schedules(mongo, found)
        found.messages += await tidy_messages(mongo)
    except Exception as error:
        if not (isinstance(error, ServiceUnavailable) or is_driver_error(error)):
            raise
        log.warning("no sweep: MongoDB does not answer", reason=str(error)[:200])
        return
    _tell(found)
    await asyncio.to_thread(_send, found.messages)
    await asyncio.to_thread(_set_entries, due)


async def _see_to_schedules(mongo: Mongo, found: Sweep) -> dict[str, datetime]:
    """Catch up the times that beat missed; when each schedule is due next, by its id."""
    due = {}
    now = await mongo.now()
    for schedule in await schedules(mongo):
        fired = await fire(mongo, schedule, deadline_s=settings().build_deadline_s, late_s=BEAT_GRACE_S)
        if fired is not None:
            found.messages += fired.messages
        due[schedule.schedule_id] = schedule.next_due(now)
    return due


def _set_entries(due: dict[str, datetime]) -> None:
    """RedBeat's entries are made from the schedules here: Redis may have lost them."""
    try:
        for schedule_id, due_at in due.items():
            set_entry(app, schedule_id, due_at)
    except (OperationalError, RedisError) as error:
        log.warning("beat's entries not checked: Redis does not answer", reason=str(error)[:200])


async def _pause(stopping: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stopping.wait(), timeout=seconds)
    except TimeoutError:
        return


def _tell(found: Sweep) -> None:
    if found.timed_out or found.leases_lost or found.resumed:
        log.info("swept", timed_out=found.timed_out, leases_lost=found.leases_lost, resumed=found.resumed)


def _send(messages: list[Message]) -> None:
    for message in messages:
        queue = {"queue": QUEUE_OF_KIND[message.kwargs["kind"]]} if "kind" in message.kwargs else {}
        try:
            app.send_task(message.task, kwargs=message.kwargs, **queue)
        except OperationalError as error:
            log.warning("not sent, next sweep again: Redis does not answer", task=message.task, reason=str(error)[:200])
            return


def main() -> None:
    config = settings()
    configure_logging(config)
    hold()
    if config.mongo_url is None:
        raise SystemExit("storeloom: STORELOOM_MONGO_URL is not set. Start everything with: storeloom up")
    asyncio.run(_until_signalled(config.mongo_url.get_secret_value(), config.sweep_interval_s))


async def _until_signalled(mongo_url: str, interval_s: float) -> None:
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    await run(mongo_url, interval_s, stopping)


if __name__ == "__main__":
    main()
