"""What each kind of fault does to the fleet. Each returns when it is over; True when it hit somebody."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from redis import Redis
from redis.exceptions import RedisError

from config.queues import QUEUES
from storefront.builds.models import Message
from submitter.session import Session
from tests.chaos.planning import Fault
from tests.chaos.recorder import Recorder
from tests.chaos.standing import Link, Slot, Standing
from tests.factories.nodes import LocalProcess
from tests.faults.case import kill
from tests.faults.fleet import freeze, thaw

SLOW_S = 0.15  # of each packet, on a slow link
SHORTEST_FREEZE_S = 1.0
MALFORMED = (b"this is no JSON", b'["a list"]', b'{"body": "%%%", "headers": {"task": "storeloom.close_stage"}}')
T = TypeVar("T")


@dataclass(frozen=True)
class Breaker:
    standing: Standing
    recorder: Recorder
    session: Session

    async def inject(self, fault: Fault) -> bool:
        return await KINDS[fault.kind](self, fault)

    @property
    def redis(self) -> Redis:
        return self.standing.servers.broker.client

    def worker(self, fault: Fault) -> Slot:
        return _chosen(self.standing.workers, fault)

    def link(self, fault: Fault) -> Link:
        return _chosen(self.standing.links, fault)


def _chosen(candidates: Sequence[T], fault: Fault) -> T:
    return candidates[fault.victim % len(candidates)]


def _killed(slot: Slot) -> bool:
    alive = slot.process.status == "running"
    slot.process.kill("SIGKILL")
    return alive


async def _child_killed(breaker: Breaker, fault: Fault) -> bool:
    children = breaker.worker(fault).children()
    if not children:
        return False
    kill(_chosen(children, fault))
    return True


async def _worker_killed(breaker: Breaker, fault: Fault) -> bool:
    return _killed(breaker.worker(fault))


async def _main_process_killed(breaker: Breaker, fault: Fault) -> bool:
    process = breaker.worker(fault).process
    if process.status == "exited":
        return False
    kill(process.pid)
    return True


async def _worker_told_to_stop(breaker: Breaker, fault: Fault) -> bool:
    process = breaker.worker(fault).process
    alive = process.status == "running"
    process.ask_to_stop()
    return alive


async def _worker_frozen(breaker: Breaker, fault: Fault) -> bool:
    return await _frozen(breaker.worker(fault).process, fault.seconds)


async def _sweeper_frozen(breaker: Breaker, fault: Fault) -> bool:
    return await _frozen(_chosen(breaker.standing.sweepers, fault).process, fault.seconds)


async def _frozen(process: LocalProcess, seconds: float) -> bool:
    if process.status == "exited":
        return False
    freeze(process)
    await asyncio.sleep(max(seconds, SHORTEST_FREEZE_S))
    if process.status == "running":
        thaw(process)
    return True


async def _worker_breaks(breaker: Breaker, fault: Fault) -> bool:
    breaker.worker(fault).break_at(fault.place)
    return True


async def _sweeper_killed(breaker: Breaker, fault: Fault) -> bool:
    return _killed(_chosen(breaker.standing.sweepers, fault))


async def _beat_killed(breaker: Breaker, fault: Fault) -> bool:
    return _killed(breaker.standing.beat)


async def _web_killed(breaker: Breaker, fault: Fault) -> bool:
    return _killed(breaker.standing.web)


async def _redis_killed(breaker: Breaker, fault: Fault) -> bool:
    return await _restarted(breaker.standing.servers.broker, breaker.standing.redis_lock, fault.seconds / 2)


async def _mongo_killed(breaker: Breaker, fault: Fault) -> bool:
    return await _restarted(breaker.standing.servers.mongo, breaker.standing.mongo_lock, fault.seconds / 2)


async def _restarted(server: LocalProcess, lock: asyncio.Lock, seconds: float) -> bool:
    async with lock:
        server.kill("SIGKILL")
        await asyncio.sleep(seconds)
        server.start()
        await asyncio.to_thread(server.wait_ready)
    return True


async def _redis_frozen(breaker: Breaker, fault: Fault) -> bool:
    async with breaker.standing.redis_lock:
        return await _frozen(breaker.standing.servers.broker, fault.seconds)


async def _mongo_frozen(breaker: Breaker, fault: Fault) -> bool:
    async with breaker.standing.mongo_lock:
        return await _frozen(breaker.standing.servers.mongo, fault.seconds)


async def _redis_full(breaker: Breaker, fault: Fault) -> bool:
    """It refuses whatever needs memory."""
    async with breaker.standing.redis_lock:
        with breaker.redis as redis:
            redis.config_set("maxmemory", 1)
            await asyncio.sleep(fault.seconds)
            redis.config_set("maxmemory", 0)
    return True


async def _on_redis(breaker: Breaker, act: Callable[[Redis], object]) -> bool:
    """Between its own outages."""
    async with breaker.standing.redis_lock:
        with breaker.redis as redis:
            try:
                return bool(await asyncio.to_thread(act, redis))
            except RedisError:
                return False


async def _redis_flushed(breaker: Breaker, fault: Fault) -> bool:
    return await _on_redis(breaker, lambda redis: redis.flushall())


async def _redis_hangs_up(breaker: Breaker, fault: Fault) -> bool:
    return await _on_redis(breaker, lambda redis: redis.execute_command("CLIENT", "KILL", "TYPE", "normal"))


async def _messages_dropped(breaker: Breaker, fault: Fault) -> bool:
    """A queue is emptied; of what is under way only the transport's note is lost."""
    queues = [_chosen(QUEUES, fault), "control", "unacked", "unacked_index"]
    return await _on_redis(breaker, lambda redis: redis.delete(*queues))


async def _messages_repeated(breaker: Breaker, fault: Fault) -> bool:
    return await _on_redis(breaker, lambda _: breaker.recorder.repeat(3 + fault.victim % 60))


async def _malformed(breaker: Breaker, fault: Fault) -> bool:
    return await _on_redis(breaker, lambda redis: redis.lpush(_chosen(QUEUES, fault), _chosen(MALFORMED, fault)))


async def _unknown_version(breaker: Breaker, fault: Fault) -> bool:
    message = Message("storeloom.start_build", {"build_id": "of tomorrow", "version": 99})
    async with breaker.standing.redis_lock:
        return await breaker.session.outbox.send([message])


async def _link_cut(breaker: Breaker, fault: Fault) -> bool:
    breaker.link(fault).proxy.cut()
    return True


async def _link_half_closed(breaker: Breaker, fault: Fault) -> bool:
    breaker.link(fault).proxy.half_close()
    return True


async def _link_frozen(breaker: Breaker, fault: Fault) -> bool:
    proxy = breaker.link(fault).proxy
    proxy.freeze()
    await asyncio.sleep(fault.seconds)
    proxy.heal()
    return True


async def _link_slow(breaker: Breaker, fault: Fault) -> bool:
    proxy = breaker.link(fault).proxy
    proxy.delay(SLOW_S)
    await asyncio.sleep(fault.seconds)
    proxy.delay(0)
    return True


KINDS: dict[str, Callable[[Breaker, Fault], Awaitable[bool]]] = {
    "child killed": _child_killed,
    "worker killed": _worker_killed,
    "worker's main process killed": _main_process_killed,
    "worker told to stop": _worker_told_to_stop,
    "worker frozen": _worker_frozen,
    "worker breaks at a place": _worker_breaks,
    "sweeper killed": _sweeper_killed,
    "sweeper frozen": _sweeper_frozen,
    "beat killed": _beat_killed,
    "web killed": _web_killed,
    "Redis killed": _redis_killed,
    "Redis flushed": _redis_flushed,
    "Redis hangs up": _redis_hangs_up,
    "Redis frozen": _redis_frozen,
    "Redis full": _redis_full,
    "MongoDB killed": _mongo_killed,
    "MongoDB frozen": _mongo_frozen,
    "link cut": _link_cut,
    "link frozen": _link_frozen,
    "link half closed": _link_half_closed,
    "link slow": _link_slow,
    "messages repeated": _messages_repeated,
    "messages dropped": _messages_dropped,
    "malformed message": _malformed,
    "unknown version": _unknown_version,
}
