"""The sweeper: every two seconds it mends what messages lost. Safe to run twice; it needs MongoDB, and Redis to send.

python -m workers.sweeper
"""

from __future__ import annotations

import asyncio
import signal

import structlog
from config.logging import configure_logging
from kombu.exceptions import OperationalError

from config.celery import app
from config.queues import QUEUE_OF_KIND
from config.settings import settings
from storefront.builds.indexes import prepare_builds
from storefront.builds.models import Message
from storefront.builds.sweeping import Sweep, sweep
from storefront.errors import ServiceUnavailable
from storefront.storage.mongo import Mongo, is_driver_error
from storefront.tenancy.stores import prepare_stores
from workers.lifeline import hold

log = structlog.get_logger(__name__)


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
        found = await sweep(mongo)
    except Exception as error:
        if not (isinstance(error, ServiceUnavailable) or is_driver_error(error)):
            raise
        log.warning("no sweep: MongoDB does not answer", reason=str(error)[:200])
        return
    _tell(found)
    await asyncio.to_thread(_send, found.messages)


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
