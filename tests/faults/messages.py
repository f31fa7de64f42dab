"""Messages in Redis as kombu leaves them, read and sent again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from redis import Redis

Sent = tuple[str, bytes]  # a queue and a message in it

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


def under_way(redis: Redis) -> list[Sent]:
    """Everything taken and not acknowledged."""
    taken = [json.loads(entry) for entry in redis.hgetall("unacked").values()]
    return [(queue, json.dumps(message).encode()) for message, _, queue in taken]


def send_again(redis: Redis, messages: Sequence[Sent]) -> None:
    for queue, message in messages:
        redis.lpush(queue, message)
