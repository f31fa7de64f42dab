"""Messages come twice, late, in another order, damaged, from another version, or not at all."""

from __future__ import annotations

import pytest
from redis import Redis

from config.broker import UNDECODABLE
from config.queues import QUEUES
from storefront.builds.models import MESSAGE_VERSION, start_message
from tests.factories.pipeline import eventually
from tests.faults.case import Case, wake
from tests.faults.messages import send_again
from tests.faults.recording import Recording


async def test_every_message_that_takes_a_while_is_delivered_again(case: Case) -> None:
    """A visibility timeout shorter than the batches: Celery alone would deploy three times."""
    await case.shop.stock(6)
    slow = " ".join(
        f"item.before_done[{batch_id}]=sleep:2.5" for batch_id in ("catalogue.00000", "images.00000", "release.00000")
    )
    close = "close.after_cas=sleep:2.5@2"
    workers = [case.fleet.worker(name, faults=f"{slow} {close}", TEST_VISIBILITY_S="1") for name in ("one", "two")]
    case.fleet.start(*workers, case.fleet.sweeper())
    build = await case.shop.ask()
    await case.live(build)
    assert (await case.check()).attempts == 1


async def test_everything_a_build_sent_comes_again_when_it_is_done(case: Case) -> None:
    """In the reverse order besides: each message is fenced by its rows."""
    await case.shop.stock(6)
    with Recording(case.fleet.servers.broker) as recording:
        case.fleet.start(case.fleet.worker(), case.fleet.sweeper())
        build = await case.shop.ask()
        await case.live(build)
    live, events = await case.shop.live_release(), await case.events(build)
    with case.fleet.servers.broker.client as redis:
        send_again(redis, recording.messages[::-1])
    await case.check()
    assert len(recording.messages) > len(await case.shop.batches(build))
    assert (await case.shop.live_release(), await case.events(build)) == (live, events)
    case.figures["late"] = len(recording.messages)


async def test_everything_sent_so_far_comes_again_in_the_middle(case: Case) -> None:
    await case.shop.stock(8)
    with Recording(case.fleet.servers.broker) as recording:
        case.fleet.start(case.fleet.worker(faults="item.after_claim[images.00000]=stop"), case.fleet.sweeper())
        build = await case.shop.ask()
        child = await case.caught(build, "images")
        with case.fleet.servers.broker.client as redis:
            send_again(redis, recording.messages[::-1] * 2)
        wake(child)
        await case.live(build)
    await case.check()
    case.figures["late"] = 2 * len(recording.messages)


async def test_messages_of_a_stage_are_taken_in_another_order(case: Case) -> None:
    """The stage's last message first, and its closing message before everything."""
    await case.shop.stock(8)
    case.fleet.start(case.fleet.worker("control", queues=("control", "catalogue")), case.fleet.sweeper())
    build = await case.shop.until(await case.shop.ask(), lambda seen: seen.stage == "make")
    with case.fleet.servers.broker.client as redis:
        for queue in ("rendering", "imaging"):
            await eventually(lambda queue=queue: _length(redis, queue), bool)  # rows say so a moment before
            messages = redis.lrange(queue, 0, -1)
            redis.delete(queue)
            redis.rpush(queue, *messages[::-1])
    case.fleet.start(case.fleet.worker("rest", queues=("rendering", "imaging", "publishing", "seo")))
    await case.live(build)
    await case.check()


@pytest.mark.parametrize("queue", ["rendering", "imaging"])
async def test_half_the_messages_of_a_stage_are_lost(case: Case, queue: str) -> None:
    """Popped by a worker that died in that instant: they are nowhere, and the queue goes on."""
    await case.shop.stock(12)
    case.fleet.start(case.fleet.worker("control", queues=("control", "catalogue")), case.fleet.sweeper())
    build = await case.shop.until(await case.shop.ask(), lambda seen: seen.stage == "make")
    with case.fleet.servers.broker.client as redis:
        await eventually(lambda: _length(redis, queue), lambda length: length >= 2)
        for _ in range(redis.llen(queue) // 2):
            redis.rpop(queue)
    case.fleet.start(case.fleet.worker("rest", queues=("rendering", "imaging", "publishing", "seo")))
    case.fault_over()
    await case.live(build)
    assert (await case.check()).attempts == 1


@pytest.mark.parametrize("kind", ["photos", "site"])
async def test_the_closing_message_of_a_stage_is_lost(case: Case, kind: str) -> None:
    await case.shop.stock(4)
    everything_else = tuple(queue for queue in QUEUES if queue != "control")
    case.fleet.start(case.fleet.worker("work", queues=everything_else, faults=f"item.after_claim[{kind}.00000]=stop"))
    control = case.fleet.worker("control", queues=("control",))
    case.fleet.start(control, case.fleet.sweeper())
    build = await case.shop.ask()
    child = await case.caught(build, kind)
    control.kill("SIGKILL")
    wake(child)
    with case.fleet.servers.broker.client as redis:
        await eventually(lambda: _length(redis, "control"), bool)
        redis.delete("control")
    case.fleet.start(control)
    case.fault_over()
    await case.live(build)
    await case.check()


async def _length(redis: Redis, queue: str) -> int:
    return int(redis.llen(queue))


DAMAGED = (
    b"{",
    b"[1, 2]",
    b"7",
    b"",
    b'{"body": "e30=", "headers": {}}',
    b'{"body": "%%%", "headers": {}, "properties": {"body_encoding": "base64", "delivery_tag": "1", "delivery_info":'
    b' {"exchange": "", "routing_key": "control"}}}',
)


async def test_messages_that_nobody_can_read_end_no_worker(case: Case) -> None:
    """They come down every queue in the middle of a build, before the messages that wait there."""
    await case.shop.stock(8)
    worker = case.fleet.worker(faults="item.after_claim[images.00000]=stop")
    case.fleet.start(worker, case.fleet.sweeper())
    build = await case.shop.ask()
    child = await case.caught(build, "images")
    with case.fleet.servers.broker.client as redis:
        for queue in QUEUES:
            redis.rpush(queue, *DAMAGED)
        wake(child)
        case.fault_over()
        await case.live(build)
        await eventually(lambda: _length(redis, UNDECODABLE), lambda kept: kept == len(DAMAGED) * len(QUEUES))
    assert worker.status == "running"
    await case.check()


@pytest.mark.parametrize("version", [0, MESSAGE_VERSION + 1, "1", None])
async def test_a_message_of_another_version_is_refused(case: Case, version: object) -> None:
    """Never misread: it does nothing, the log says why, and the build it was for is started by the sweeper."""
    await case.shop.stock(4)
    worker = case.fleet.worker()
    build = await case.shop.ask()
    with case.fleet.servers.broker.client as redis:
        redis.flushall()
    case.fleet.start(worker)
    message = start_message(build.build_id)
    queue = case.shop.session.outbox.queue
    queue.send_task(message.task, kwargs={**message.kwargs, "version": version}, queue="control", ignore_result=True)
    await case.said(worker, "message refused")
    assert (await case.shop.until(build, bool)).state == "queued"
    case.fleet.start(case.fleet.sweeper())
    case.fault_over()
    await case.live(build)
    await case.check()
