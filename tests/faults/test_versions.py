"""A build among workers and senders of two versions: messages that are not understood delay it and no more."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from redis import Redis

from tests.factories.pipeline import eventually
from tests.faults.case import Case


@pytest.mark.parametrize("changes", [{"version": 2}, {"version": 1, "shard": "added later"}])
async def test_a_batch_whose_message_is_of_another_version_is_sent_again(case: Case, changes: dict[str, Any]) -> None:
    """The page's message is changed while it waits in Redis. The worker refuses it, and gets one it understands."""
    await case.shop.stock(1)
    first = case.fleet.worker("first", queues=("control", "catalogue", "imaging", "publishing", "seo"))
    case.fleet.start(first, case.fleet.sweeper())
    build = await case.shop.ask()
    await eventually(lambda: case.shop.batches(build, kind="pages", published_at={"$ne": None}), bool)
    with case.fleet.servers.broker.client as redis:
        _change(redis, "rendering", changes)
    second = case.fleet.worker("second", queues=("rendering",))
    case.fleet.start(second)
    await case.live(build)
    pages = await case.shop.batches(build, kind="pages")
    assert {(row["state"], row["attempts"]) for row in pages} == {("done", 1)}
    said = second.logs()
    assert said.count("message refused") == 1
    assert build.build_id in said
    assert "added later" not in said
    assert "Traceback" not in said
    await case.check()


def _change(redis: Redis, queue: str, changes: dict[str, Any]) -> None:
    """Change the arguments of one of the queue's messages."""
    taken = redis.brpop([queue], timeout=20)
    assert taken is not None
    message = orjson.loads(taken[1])
    unnamed, named, embedded = orjson.loads(message["body"])
    message["body"] = orjson.dumps([unnamed, named | changes, embedded]).decode()
    redis.lpush(queue, orjson.dumps(message))
