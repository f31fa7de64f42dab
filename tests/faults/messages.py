"""Messages in Redis as kombu leaves them: read, sent again, dropped."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from redis import Redis

from config.queues import FOREIGN_QUEUE, QUEUES

SOON = timedelta(seconds=2)  # a worker takes up what is due within so long


def deliver_unacked(redis: Redis) -> int:
    """Do now what the visibility timeout does in half an hour: messages that died with their worker come again.

    Not those of tasks that Celery tries again a little later: a living worker has them until they are due.
    """
    delivered = 0
    for tag, entry in redis.hgetall("unacked").items():
        message, _, queue = json.loads(entry)
        if _is_due(message["headers"].get("eta")):
            message["headers"]["redelivered"] = True
            with redis.pipeline() as pipe:
                pipe.hdel("unacked", tag)
                pipe.zrem("unacked_index", tag)
                pipe.rpush(queue, json.dumps(message))
                pipe.execute()
            delivered += 1
    return delivered


def _is_due(eta: str | None) -> bool:
    return eta is None or datetime.fromisoformat(eta) + SOON < datetime.now(UTC)


def waiting(redis: Redis) -> list[tuple[str, bytes]]:
    """Queue and message of everything that waits, the next to be taken first."""
    return [(queue, message) for queue in (*QUEUES, FOREIGN_QUEUE) for message in reversed(redis.lrange(queue, 0, -1))]


def under_way(redis: Redis) -> list[tuple[str, bytes]]:
    """Queue and message of everything taken and not acknowledged."""
    taken = [json.loads(entry) for entry in redis.hgetall("unacked").values()]
    return [(queue, json.dumps(message).encode()) for message, _, queue in taken]


def send_again(redis: Redis, messages: list[tuple[str, bytes]]) -> None:
    for queue, message in messages:
        redis.lpush(queue, message)
