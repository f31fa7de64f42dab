"""What goes over the wire: small messages, of a version that workers know."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import orjson
from redis import Redis

from config.queues import BATCH_TASKS, QUEUES
from tests.factories.nodes import LocalProcess, WorkerProcess
from tests.factories.pipeline import Shop, eventually
from tests.integration.conftest import Farm

Start = Callable[[LocalProcess], LocalProcess]
LIMIT_BYTES = 1024  # of a whole message as Redis keeps it, envelope included
_ARGUMENT = re.compile(rb'"((?:[^"\\]|\\.)*)"')


async def test_every_message_of_a_build_is_under_a_kilobyte(field: Farm, field_shop: Shop, start: Start) -> None:
    await field_shop.stock(products=8)
    start(field.worker("messages"))
    with Redis.from_url(field.redis_url) as redis:
        connection = redis.connection_pool.get_connection()
        connection.send_command("MONITOR")
        build = await field_shop.ended(await field_shop.ask())
        redis.publish("end", "of the build")
        messages = list(_published(connection.read_response))
        connection.disconnect()
    assert build.state == "live"
    sizes = {orjson.loads(message)["headers"]["task"]: len(message) for message in messages}
    assert set(sizes) == {"storeloom.start_build", "storeloom.close_stage", *BATCH_TASKS.values()}
    assert len(messages) >= len(await field_shop.batches(build))
    assert max(sizes.values()) < LIMIT_BYTES, sizes


def _published(next_line: Callable[[], bytes]) -> Iterator[bytes]:
    """The messages pushed onto our queues, from what MONITOR says, up to the end of the build."""
    while True:
        words = [_plain(word) for word in _ARGUMENT.findall(next_line())]
        if words[:2] == [b"PUBLISH", b"end"]:
            return
        if words and words[0].upper() == b"LPUSH" and words[1].decode() in QUEUES:
            yield from words[2:]


def _plain(word: bytes) -> bytes:
    return word.decode("unicode_escape").encode("latin-1")


async def test_an_unknown_version_is_refused_and_the_worker_lives(field: Farm, field_shop: Shop, start: Start) -> None:
    await field_shop.stock(products=1)
    worker = start(field.worker("versions"))
    assert isinstance(worker, WorkerProcess)
    queue = field_shop.session.outbox.queue
    batch = {"build_id": "none", "batch_id": "pages.00000", "epoch": 1, "version": 99}
    queue.send_task("storeloom.render_pages", kwargs=batch)
    queue.send_task("storeloom.start_build", kwargs={"build_id": "none", "version": 99})

    async def refusals() -> int:
        return worker.logs().count("message refused")

    await eventually(refusals, lambda count: count >= 2)
    assert "Traceback" not in worker.logs(), "refusing is an expected outcome, not a crash"
    assert (await field_shop.build()).state == "live"
