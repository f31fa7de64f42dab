"""Messages that nobody can read, pushed into Redis as anybody may who reaches it: no worker ends, no build suffers."""

from __future__ import annotations

import base64
import pickle
from collections.abc import Callable

import orjson
from redis import Redis

from config.broker import KEPT, UNDECODABLE
from tests.factories.nodes import LocalProcess
from tests.factories.pipeline import Shop, eventually
from tests.integration.conftest import Farm

Start = Callable[[LocalProcess], LocalProcess]
PROPERTIES = {"delivery_tag": "t", "delivery_info": {"exchange": "", "routing_key": "control"}, "body_encoding": None}
ARGUMENTS = {"build_id": "none", "version": 1}


def message(**changes: object) -> bytes:
    """A message as ours are, but for the changes."""
    usual: dict[str, object] = {
        "body": orjson.dumps([[], ARGUMENTS, {}]).decode(), "properties": PROPERTIES,
        "content-type": "application/json", "content-encoding": "utf-8",
        "headers": {"id": "i", "task": "storeloom.start_build", "lang": "py"},
    }  # fmt: skip
    return orjson.dumps(usual | changes)


UNREADABLE = {
    "no JSON": b"{'body': 1}",
    "no text": b"\xff\xfe\x00",
    "no object": b"[1, 2, 3]",
    "nothing": b"null",
    "nested too deep": b"[" * 100_000,
    "no properties": orjson.dumps({"body": "[]", "headers": {}}),
    "no delivery tag": message(properties={**PROPERTIES, "delivery_tag": None}),
    "not base64": message(properties={**PROPERTIES, "body_encoding": "base64"}, body="not base64!"),
    "another encoding": message(properties={**PROPERTIES, "body_encoding": "rot13"}),
    "body a number": message(body=5),
    "body no JSON": message(body="<html>"),
    "body nested too deep": message(body="[" * 100_000),
    "body no arguments": message(body="5"),
    "no headers": message(headers=None),
    "empty headers": message(headers={}),
    "no id": message(headers={"task": "storeloom.start_build"}),
    "unknown task": message(headers={"id": "i", "task": "os.system"}),
    "retries of words": message(headers={"id": "i", "task": "storeloom.start_build", "retries": "many"}),
    "one time limit": message(headers={"id": "i", "task": "storeloom.start_build", "timelimit": [3]}),
    "pickle": message(**{
        "content-type": "application/x-python-serialize",
        "properties": {**PROPERTIES, "body_encoding": "base64"},
        "body": base64.b64encode(pickle.dumps([[], ARGUMENTS, {}])).decode(),
    }),
    "yaml": message(**{"content-type": "application/x-yaml", "body": "- []\n- {}\n- {}\n"}),
}  # fmt: skip
REFUSED = {  # well-formed, so the task itself refuses them
    "wrong types": message(body=orjson.dumps([[], {"build_id": 5, "version": 1}, {}]).decode()),
    "missing argument": message(body=orjson.dumps([[], {"version": 1}, {}]).decode()),
    "one more": message(body=orjson.dumps([["x"], {**ARGUMENTS, "epoch": 1}, {}]).decode()),
    "another version": message(body=orjson.dumps([[], {**ARGUMENTS, "version": 2}, {}]).decode()),
    "no version": message(body=orjson.dumps([[], {"build_id": "none"}, {}]).decode()),
}


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
        assert int(redis.get(f"{UNDECODABLE}:count") or 0) == len(UNREADABLE)
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
            return int(redis.get(f"{UNDECODABLE}:count") or 0)

        await eventually(count, lambda seen: seen == KEPT + 5)
        assert redis.llen(UNDECODABLE) == KEPT
