"""Redis as kombu speaks to it, but a message that can't be read ends no worker.

Kombu parses messages in the worker's main process and lets what is wrong with them through: one that is no JSON, or has
no properties, ends it, and the next worker after it. Here such a message is set aside in a list of Redis and told of in
one line. Messages of our queues are looked at closely, since Celery trips over more than kombu does.
"""

from __future__ import annotations

import base64
import binascii
import json
from functools import cached_property, partial
from queue import Empty
from typing import Any

import structlog
from kombu.transport import TRANSPORT_ALIASES, redis
from redis.exceptions import ConnectionError

from config.queues import FOREIGN_QUEUE, QUEUES, ROUTES

UNDECODABLE = "storeloom:undecodable"  # the newest first, as they came
COUNT = f"{UNDECODABLE}:count"  # all that came since it was last deleted
SEE_TO_THEM = (
    f"See what came, the newest first, with LRANGE {UNDECODABLE} 0 -1 in redis-cli, and upgrade or mend who sends it. "
    f"Forget them with DEL {UNDECODABLE} {COUNT}."
)
KEPT = 100
LONGEST = 10_000  # characters of one
BROADCAST_S = 1.0  # for the rest of a broadcast that has begun to come
_OURS = frozenset((*QUEUES, FOREIGN_QUEUE))
_KNOWN = frozenset(ROUTES)
log = structlog.get_logger(__name__)


def read_carefully() -> None:
    """From here on, this process's connections to redis:// and rediss:// are those below. Twice is harmless."""
    TRANSPORT_ALIASES.update(dict.fromkeys(("redis", "rediss"), f"{__name__}:Transport"))


class Unreadable(Exception):
    """What is wrong with a message, in words that repeat none of it."""


class Channel(redis.Channel):  # type: ignore[misc]  # kombu has no types
    @cached_property
    def subclient(self) -> Any:
        """The subscription to broadcasts, which waits a moment for one and no longer.

        When its connection was reset, redis-py subscribes anew within the read and then waits for the next broadcast,
        without end: the worker's main process took no message any more.
        """
        subscription = self._create_client(asynchronous=True).pubsub()
        subscription.parse_response = partial(subscription.parse_response, block=False, timeout=BROADCAST_S)
        return subscription

    def _connparams(self, asynchronous: bool = False) -> Any:
        """For a new pool of connections. A channel that outlived its own says so in words that kombu understands.

        Kombu stumbles over its own None there: a worker whose Redis went away ended instead of connecting again, and
        whoever published while it did failed instead of trying once more.
        """
        if self.connection is None or self.connection.client is None:
            raise ConnectionError("this channel's connection was closed")
        return super()._connparams(asynchronous)

    def _brpop_read(self, **options: Any) -> bool:
        try:
            return bool(super()._brpop_read(**options))
        except (json.JSONDecodeError, RecursionError) as error:
            text = error.doc if isinstance(error, json.JSONDecodeError) else "(nested too deep to be read)"
            self.set_aside(text, "it is no JSON that could be read")
            raise Empty from None  # kombu's word for: nothing came

    def set_aside(self, message: str, reason: str, queue: str = "") -> None:
        with self.conn_or_acquire() as client, client.pipeline() as pipe:
            pipe.lpush(UNDECODABLE, message[:LONGEST]).ltrim(UNDECODABLE, 0, KEPT - 1).incr(COUNT)
            count = pipe.execute()[-1]
        log.error(
            "a message was set aside: nobody can read it",
            reason=reason, queue=queue, set_aside=count, kept_in=UNDECODABLE,
        )  # fmt: skip


class Transport(redis.Transport):  # type: ignore[misc]
    Channel = Channel

    def _deliver(self, message: Any, queue: str) -> None:
        try:
            check(message, ours=queue in _OURS)
        except Unreadable as error:
            channel = next(each for each in self.channels if isinstance(each, Channel))
            channel.set_aside(json.dumps(message), str(error), queue)
        else:
            super()._deliver(message, queue)


def check(message: object, *, ours: bool) -> None:
    """Raises Unreadable. `ours`: it came down one of our queues, and is to be a task's message."""
    envelope = _dict(message, "it")
    properties = _dict(envelope.get("properties"), "its properties")
    if not isinstance(properties.get("delivery_tag"), str):
        raise Unreadable("it has no delivery tag")
    body = _body(envelope, properties)
    if ours:
        _check_task(_dict(envelope.get("headers"), "its headers"))
        _check_arguments(envelope, body)


def _dict(value: object, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unreadable(f"{what} should be an object")
    return value


def _body(envelope: dict[str, Any], properties: dict[str, Any]) -> str | bytes:
    body, encoding = envelope.get("body"), properties.get("body_encoding")
    if not isinstance(body, str):
        raise Unreadable("its body should be a text")
    if encoding is None:
        return body
    if encoding != "base64":
        raise Unreadable("its body's encoding is unknown")
    try:
        return base64.b64decode(body, validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable("its body should be base64") from None


def _check_task(headers: dict[str, Any]) -> None:
    if not isinstance(headers.get("id"), str):
        raise Unreadable("it has no id")
    task = headers.get("task")
    if not isinstance(task, str) or task not in _KNOWN:
        raise Unreadable("its task is unknown here; if a newer version sent it, upgrade the workers")
    if not isinstance(headers.get("retries") or 0, int):
        raise Unreadable("its retries should be a number")
    limits = headers.get("timelimit")
    if limits is not None and not (isinstance(limits, list) and len(limits) == 2):  # hard and soft
        raise Unreadable("its time limits should be two")


def _check_arguments(envelope: dict[str, Any], body: str | bytes) -> None:
    if envelope.get("content-type") != "application/json":
        raise Unreadable("its body should be JSON, by its content type")
    try:
        arguments = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable("its body should be JSON") from None
    match arguments:
        case [list(), dict(), dict() | None]:
            return
        case _:
            raise Unreadable("its body should be a task's arguments")
