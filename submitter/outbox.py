"""Sends messages without making the event loop wait for Redis.

The rows are the truth: a message that can't be sent soon is given up here, and the sweeper sends it when Redis is back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import structlog
from celery import Celery
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from config.broker import COUNT
from config.celery import make_app
from config.settings import Settings
from storefront.builds.models import Message

T = TypeVar("T")
log = structlog.get_logger(__name__)

_THREADS = 4  # senders at once; a frozen Redis holds them, and everybody else's limit passes in the queue
_TRIES_ONCE_MORE = {"max_retries": 1, "interval_start": 0, "interval_max": 0}  # a stale connection, no more
_SHORT = {"socket_timeout": 2, "socket_connect_timeout": 1}  # seconds; workers wait longer, for they have to


class Outbox:
    """One per process. `within_s` is how long a caller waits at most to hear that Redis took its messages."""

    def __init__(self, config: Settings, *, within_s: float) -> None:
        self.queue: Celery = make_app(config)
        self.queue.conf.broker_transport_options = {**self.queue.conf.broker_transport_options, **_SHORT}
        self._within_s = within_s
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="outbox")

    async def send(self, messages: list[Message]) -> bool:
        """Publish what a use case returned. False when Redis did not take it in time."""
        try:
            await self._soon(lambda: self._publish(messages))
        except (OperationalError, TimeoutError) as error:
            log.warning("recorded, not sent yet: Redis did not take it", reason=str(error)[:200])
            return False
        return True

    async def unreadable(self, within_s: float = 2.0) -> int | None:
        """How many messages workers set aside since they could not be read; None where Redis does not answer."""
        try:
            return await self._soon(self._count_unreadable, within_s)
        except (OperationalError, RedisError, OSError):  # TimeoutError among them
            return None

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _soon(self, work: Callable[[], T], within_s: float | None = None) -> T:
        # Not wait_for: before Python 3.12 it loses a cancellation (Ctrl-C) that comes at the moment the work is done.
        async with asyncio.timeout(within_s or self._within_s):
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def _publish(self, messages: list[Message]) -> None:
        for message in messages:
            # Results are ignored: to wait for one, the sender would first subscribe to it, and insist on Redis.
            self.queue.send_task(message.task, kwargs=message.kwargs, ignore_result=True, retry_policy=_TRIES_ONCE_MORE)

    def _count_unreadable(self) -> int:
        with self.queue.connection_for_write() as connection:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=1)
            return int(connection.default_channel.client.get(COUNT) or 0)
