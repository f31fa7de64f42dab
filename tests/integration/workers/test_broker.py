"""Messages that nobody can read, pushed into Redis as anybody may who reaches it: no worker ends, no build suffers."""

from __future__ import annotations

from collections.abc import Callable

from redis import Redis

from config.broker import COUNT, KEPT, UNDECODABLE
from tests.factories.messages import REFUSED, UNREADABLE
from tests.factories.nodes import LocalProcess
from tests.factories.pipeline import Shop, eventually
from tests.integration.conftest import Farm

Start = Callable[[LocalProcess], LocalProcess]


async def test_messages_that_nobody_can_read_are_set_aside(field: Farm, field_shop: Shop, start: Start) -> None:
    await field_shop.stock(products=1)
    worker = start(field.worker("careful"))
    build = await field_shop.ask()
    with Redis.from_url(field.redis_url) as redis:
        for bad in (*UNREADABLE.values(), *REFUSED.values()):
            redis.lpush("control", bad)
        assert (await field_shop.ended(build)).state == "live"

        async def words() -> str:
            return worker.logs()

        said = await eventually(words, lambda said: said.count("message refused") == len(REFUSED))
        assert said.count("a message was set aside") == len(UNREADABLE) == redis.llen(UNDECODABLE)
        assert int(redis.get(COUNT) or 0) == len(UNREADABLE)
        assert UNREADABLE["no JSON"] in redis.lrange(UNDECODABLE, 0, -1), "what came is kept, to be looked at"
    assert worker.status == "running"
    assert said.count("Connected to") == 1
    assert "Traceback" not in said
    assert "os.system" not in said, "a stranger's words are not repeated"


async def test_no_more_than_some_are_kept(field: Farm, start: Start) -> None:
    start(field.worker("careful"))
    with Redis.from_url(field.redis_url) as redis:
        redis.lpush("control", *[b"no"] * (KEPT + 5))

        async def count() -> int:
            return int(redis.get(COUNT) or 0)

        await eventually(count, lambda seen: seen == KEPT + 5)
        assert redis.llen(UNDECODABLE) == KEPT
