"""Which messages are handed to Celery at all."""

from __future__ import annotations

import base64
import json
from typing import Any

import orjson
import pytest
from kombu.transport import get_transport_cls

from config.broker import Transport, Unreadable, check, read_carefully
from config.queues import ROUTES
from tests.factories.messages import PROPERTIES, REFUSED, UNREADABLE, message

NOT_EVEN_JSON = {"no JSON", "no text", "nested too deep"}  # kombu's own reading fails
OF_A_TASK = {
    *("no headers", "empty headers", "no id", "unknown task", "retries of words", "one time limit"),
    *("pickle", "yaml", "body no JSON", "body nested too deep", "body no arguments"),
}


def parsed(name: str) -> Any:
    return json.loads(UNREADABLE[name])


@pytest.mark.parametrize("name", sorted(UNREADABLE.keys() - NOT_EVEN_JSON))
def test_what_would_end_a_worker_is_found(name: str) -> None:
    with pytest.raises(Unreadable):
        check(parsed(name), ours=True)


@pytest.mark.parametrize("name", sorted(OF_A_TASK))
def test_other_queues_carry_other_messages(name: str) -> None:
    """Answers to the remote control, for instance, which belong to no task."""
    check(parsed(name), ours=False)


@pytest.mark.parametrize("task", sorted(ROUTES))
def test_our_own_messages_pass(task: str) -> None:
    check(orjson.loads(message(headers={"id": "i", "task": task, "retries": 2, "timelimit": [None, None]})), ours=True)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_a_task_refuses_passes_here(name: str) -> None:
    check(orjson.loads(REFUSED[name]), ours=True)


def test_other_services_write_their_bodies_in_base64() -> None:
    body = base64.b64encode(orjson.dumps([[], {}, None])).decode()
    check(orjson.loads(message(body=body, properties={**PROPERTIES, "body_encoding": "base64"})), ours=True)


def test_connections_to_redis_read_carefully() -> None:
    read_carefully()
    assert get_transport_cls("rediss") is Transport
