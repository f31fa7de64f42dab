"""Connections to Redis that break at a bad moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from kombu import Connection, Queue
from pydantic import SecretStr

from config.celery import make_app
from config.settings import Settings


@pytest.fixture
def connection(redis_url: str) -> Iterator[Connection]:
    with make_app(Settings(redis_url=SecretStr(redis_url))).connection_for_write() as opened:
        yield opened


def test_a_channel_that_outlived_its_connection_can_be_closed(connection: Connection) -> None:
    """A worker does so when Redis went away, with messages it has not acknowledged; what it raises is ignored there."""
    channel = connection.channel()
    channel.pool.disconnect()
    channel._pool = None
    connection._do_close_transport()
    with pytest.raises(connection.connection_errors):
        channel.qos.restore_unacked()


def test_a_message_is_sent_although_the_connection_broke_while_its_queue_was_declared(connection: Connection) -> None:
    producer = connection.Producer()
    queue = BreakingQueue("broken-once")
    producer.publish({"number": 1}, routing_key=queue.name, declare=[queue], retry=True)
    assert queue.broken == 1
    with connection.channel() as channel:
        assert queue(channel).get(no_ack=True).payload == {"number": 1}


class BreakingQueue(Queue):
    """Its connection breaks as it is declared the first time, and is made anew by the time it is declared."""

    broken = 0

    def declare(self, *args: Any, **options: Any) -> Any:
        if not type(self).broken:
            type(self).broken += 1
            connection = self.channel.connection.client
            connection.collect()
            connection.ensure_connection()
            self.revive(connection.default_channel)
        return super().declare(*args, **options)
