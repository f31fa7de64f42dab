"""Writes down the messages that pass through Redis, to send them again when nobody expects them any more."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from redis import Redis
from redis.exceptions import RedisError

from config.queues import FOREIGN_QUEUE, QUEUES
from tests.faults.messages import Sent, send_again, under_way

LOOK_S = 0.2
KEPT = 300


class Recorder:
    def __init__(self, url: str) -> None:
        self._redis = Redis.from_url(url, socket_timeout=2)
        self._seen: dict[Sent, None] = {}

    async def run(self) -> None:
        while True:
            with suppress(RedisError):
                await asyncio.to_thread(self._look)
            await asyncio.sleep(LOOK_S)

    def _look(self) -> None:
        self._seen |= dict.fromkeys([*_waiting(self._redis), *under_way(self._redis)])
        for oldest in list(self._seen)[:-KEPT]:
            del self._seen[oldest]

    def repeat(self, number: int) -> int:
        """Send the last so many again, the newest first; how many there were."""
        late = list(self._seen)[-number:]
        send_again(self._redis, late[::-1])
        return len(late)


def _waiting(redis: Redis) -> list[Sent]:
    return [(queue, message) for queue in (*QUEUES, FOREIGN_QUEUE) for message in redis.lrange(queue, 0, -1)]
