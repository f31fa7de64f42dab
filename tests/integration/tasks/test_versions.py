"""A build among workers and senders of two versions: messages that are not understood delay it and no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from redis import Redis

from tests.factories.nodes import LocalProcess
from tests.factories.pipeline import Shop, eventually
from tests.integration.conftest import Farm

Start = Callable[[LocalProcess], LocalProcess]


@pytest.mark.parametrize("changes", [{"version": 2}, {"version": 1, "shard": "added later"}])
async def test_a_batch_whose_message_is_of_another_version_is_sent_again(
    field: Farm, field_shop: Shop, start: Start, changes: dict[str, Any]
) -> None:
    """The page's message is changed while it waits in Redis. The worker refuses it, and gets one it understands."""
    await field_shop.stock(products=1)
    start(field.sweeper())
    start(field.worker("first", queues=("control", "catalogue", "imaging", "publishing", "seo")))
    build = await field_shop.ask()
    await eventually(lambda: field_shop.batches(build, kind="pages", published_at={"$ne": None}), bool)
    with Redis.from_url(field.redis_url) as redis:
        _change(redis, "rendering", changes)
    second = start(field.worker("second", queues=("rendering",)))
    assert (await field_shop.ended(build)).state == "live"
    [pages] = await field_shop.batches(build, kind="pages")
    assert (pages["state"], pages["attempts"]) == ("done", 1)
    said = second.logs()
    assert said.count("message refused") == 1
    assert build.build_id in said
    assert "added later" not in said
    assert "Traceback" not in said


def _change(redis: Redis, queue: str, changes: dict[str, Any]) -> None:
    """Change the arguments of the queue's one message."""
    taken = redis.brpop([queue], timeout=20)
    assert taken is not None
    message = orjson.loads(taken[1])
    unnamed, named, embedded = orjson.loads(message["body"])
    message["body"] = orjson.dumps([unnamed, named | changes, embedded]).decode()
    redis.lpush(queue, orjson.dumps(message))
