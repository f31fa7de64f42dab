"""Messages in Redis as kombu leaves them: read, sent again, dropped."""

from __future__ import annotations

import json

from redis import Redis

from config.queues import FOREIGN_QUEUE, QUEUES


def deliver_unacked(redis: Redis) -> int:
    """Do now what the visibility timeout does in half an hour: messages that died with their worker come again."""
    unacked = redis.hgetall("unacked")
    for tag, entry in unacked.items():
        message, _, queue = json.loads(entry)
        message.setdefault("headers", {})["redelivered"] = True
        with redis.pipeline() as pipe:
            pipe.hdel("unacked", tag).zrem("unacked_index", tag).rpush(queue, json.dumps(message))
            pipe.execute()
    return len(unacked)


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
