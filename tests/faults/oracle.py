"""What must hold after every fault, read from the database, the object store and Redis alone.

`examine` looks at a store, `leftovers` at Redis; both return breaches, each a kind and a sentence:

    lost         an accepted build that has not ended, or ended without saying why
    duplicated   more than one switch for a build, a switch out of order, a batch tried too often
    history      events that do not tell one legal story
    content      a live release that is not, byte for byte, what an undisturbed build makes
    leftover     a message, counter or key that nobody will ever fetch
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from redis import Redis

from config.broker import UNDECODABLE
from config.queues import FOREIGN_QUEUE, QUEUES
from storefront.builds.batches import MAX_ATTEMPTS
from storefront.builds.events import events_of
from storefront.builds.models import Build, build_from
from storefront.builds.states import ENDED, STAGES, may_move
from storefront.publishing.switching import history, live_switch
from storefront.publishing.tree import entries_of, read_root
from storefront.storage.interfaces import Objects
from storefront.storage.manifest import digest_of
from storefront.storage.mongo import Document, Mongo
from storefront.tenancy.scope import StoreScope

ETERNAL = ("_kombu.binding", "storeloom:redbeat:", UNDECODABLE)  # keys that may stay for ever
COUNTERS = (".s", ".t", ".j")  # of a chord that waits for its members; ".c" and ".d" say that it is done, and expire


@dataclass(frozen=True, slots=True)
class Breach:
    kind: str
    what: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.what}"


@dataclass(slots=True)
class Sight:
    """What a look at a store found: the breaches, and figures for the record."""

    breaches: list[Breach] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)  # builds by state
    attempts: int = 0  # of the batch tried most often
    again: int = 0  # batches run again, added up
    sweeps: int = 0  # times the sweeper had to mend something

    def breach(self, kind: str, what: str) -> None:
        self.breaches.append(Breach(kind, what))


Contents = dict[str, str]  # the bytes' digest (sha-256) of each path of a release


async def contents_of(objects: Objects, scope: StoreScope, release_id: str) -> Contents:
    """Every file of the release, read and digested. Raises BrokenPromise when one is missing."""
    root = await read_root(objects, scope, release_id)
    return {entry.path: digest_of(await objects.get(entry.key)) async for entry in entries_of(objects, scope, root)}


async def examine(mongo: Mongo, objects: Objects, scope: StoreScope, expected: Contents | None = None) -> Sight:
    """Everything about one store whose builds should all have ended. `expected`: what its live release must be."""
    sight = Sight()
    async for row in mongo.control.builds.find(scope.filter()).sort("number", 1):
        build = build_from(row)
        sight.states[build.state] += 1
        _look_at_end(sight, build)
        _look_at_events(sight, build, await events_of(mongo, build))
        batches = mongo.control.batches.find(scope.filter(build_id=build.build_id))
        _look_at_batches(sight, build, [batch async for batch in batches])
    await _look_at_switches(sight, mongo, scope)
    await _look_at_release(sight, mongo, objects, scope, expected)
    return sight


def _look_at_end(sight: Sight, build: Build) -> None:
    if not build.ended:
        sight.breach("lost", f"build {build.build_id} is {build.state} in stage {build.stage}")
    elif build.state != "live" and not build.reason:
        sight.breach("lost", f"build {build.build_id} is {build.state} and does not say why")
    elif build.state == "superseded" and not (build.successor or build.reason):
        sight.breach("lost", f"build {build.build_id} is superseded by nobody")


def _look_at_events(sight: Sight, build: Build, events: list[Document]) -> None:
    moves = [(event["before"], event["after"]) for event in events if event["what"] == "state"]
    stages = [(event["before"], event["after"]) for event in events if event["what"] == "stage"]
    sight.sweeps += sum(event["what"] == "sweep" for event in events)
    told = f"build {build.build_id}: {moves} {stages}"
    if not moves or moves[0] != (None, "queued") or moves[-1][1] != build.state:
        sight.breach("history", f"does not begin with queued or end with what is: {told}")
    if any(first[1] != second[0] or not may_move(second[0], second[1]) for first, second in pairwise(moves)):
        sight.breach("history", f"a move that is none: {told}")
    reopened = sum(before in ENDED for before, _ in moves)
    if sum(after == "running" for _, after in moves) > 1 + reopened:
        sight.breach("history", f"more than one start: {told}")
    if sum(after == "live" for _, after in moves) > 1:
        sight.breach("duplicated", f"more than once live: {told}")
    for before, after in stages:
        onwards = STAGES.index(after) == STAGES.index(before) + 1
        if not onwards and after not in ("plan", STAGES[0]):  # back to plan, when a product had to be left out
            sight.breach("history", f"stages out of order: {told}")
    if not reopened and any(first[1] != second[0] for first, second in pairwise(stages)):
        sight.breach("history", f"a stage was closed twice or skipped: {told}")
    if build.state == "live" and (not stages or stages[-1][1] != "deploy"):
        sight.breach("history", f"live without deploy: {told}")


def _look_at_batches(sight: Sight, build: Build, batches: list[Document]) -> None:
    for batch in batches:
        counted = batch["attempts"] - batch.get("excused", 0)
        sight.attempts = max(sight.attempts, counted)
        sight.again += max(0, batch["attempts"] - 1)
        # One more set of attempts for the stand-in of an item that was set aside.
        if counted > MAX_ATTEMPTS * (2 if batch.get("set_aside") else 1):
            sight.breach("duplicated", f"{build.build_id} {batch['batch_id']} was tried {counted} times")
        if build.ended and batch["state"] in ("todo", "running"):
            sight.breach("lost", f"{build.build_id} has ended, its batch {batch['batch_id']} is {batch['state']}")


async def _look_at_switches(sight: Sight, mongo: Mongo, scope: StoreScope) -> None:
    live = await live_switch(mongo, scope)
    if live is None:
        if sight.states["live"]:
            sight.breach("lost", "a build is live, and nothing is")
        return
    switches = await history(mongo, scope)  # the live one is the last
    numbers = [switch.number for switch in switches]
    if numbers[-1:] != [live.number] or any(first >= second for first, second in pairwise(numbers)):
        sight.breach("duplicated", f"switches out of order: {numbers}")
    per_build = Counter(switch.build_id for switch in switches if switch.reason == "build")
    for build_id, times in per_build.items():
        if times > 1:
            sight.breach("duplicated", f"build {build_id} was switched to {times} times")
    newest = await mongo.control.builds.find_one(scope.filter(state="live"), sort=[("number", -1)])
    if newest is not None and live.reason == "build" and live.build_id != newest["_id"]:
        sight.breach("duplicated", f"live is build {live.build_id}, the newest is {newest['_id']}")


async def _look_at_release(
    sight: Sight, mongo: Mongo, objects: Objects, scope: StoreScope, expected: Contents | None
) -> None:
    live = await live_switch(mongo, scope)
    if live is None:
        if expected is not None:
            sight.breach("content", "nothing is live")
        return
    root = await read_root(objects, scope, live.release_id)
    found: Contents = {}
    async for entry in entries_of(objects, scope, root):
        data = await objects.get(entry.key)
        found[entry.path] = digest_of(data)
        if entry.kind != "image" and found[entry.path] != entry.digest:  # an image's names its recipe and source
            sight.breach("content", f"{entry.path} is not what the release says")
    if expected is not None and found != expected:
        differing = {path for path, digest in found.items() ^ expected.items()}
        sight.breach("content", f"not as an undisturbed build has it: {sorted(differing)[:5]}")


def leftovers(redis: Redis, *, counters: bool = True) -> list[Breach]:
    """What is in Redis and should not be. `counters`: False where the fault lost messages, whose chords never end."""
    breaches = [
        Breach("leftover", f"queue {queue} holds {length} messages")
        for queue in (*QUEUES, FOREIGN_QUEUE)
        if (length := redis.llen(queue))
    ]
    held = [name for name in ("unacked", "unacked_index") if redis.exists(name)]
    breaches += [Breach("leftover", f"{name} is there") for name in held]
    for raw in redis.scan_iter(count=1000):
        key = raw.decode()
        if key.startswith("celery-taskset-meta-") and key.endswith(COUNTERS) and counters:
            breaches.append(Breach("leftover", f"a chord waits: {key}"))
        if redis.ttl(key) == -1 and not key.startswith(ETERNAL) and key not in (*QUEUES, FOREIGN_QUEUE):
            breaches.append(Breach("leftover", f"{key} stays for ever"))
    return breaches
