"""Two real beats and a worker: a due time builds once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from redis import Redis

from config.celery import make_app
from config.schedule import set_entry
from storefront.builds.queries import builds_of_store
from storefront.storage.mongo import Document, Mongo
from tests.factories.builds import SCOPE
from tests.factories.nodes import LocalProcess, ValkeyProcess
from tests.factories.pipeline import eventually
from tests.factories.schedules import due_now
from tests.integration.conftest import Farm
from workers.guard import holding
from workers.lifeline import Lifeline


class BeatProcess(LocalProcess):
    """Beat as the Procfile starts it. One of several holds the lock; the others stand by."""

    def __init__(self, name: str, field: Farm) -> None:
        program = str(Path(sys.executable).parent / "celery")
        command = holding([program, "-q", "-A", "workers.app", "beat"])
        super().__init__(name, command, field.folder / "log", field.line, field.environment)


async def test_two_beats_build_a_due_time_once(
    field: Farm, mongo: Mongo, start: Callable[[LocalProcess], LocalProcess]
) -> None:
    schedule = await due_now(mongo)
    worker = start(field.worker("control", queues=("control",)))
    beats = [start(BeatProcess(name, field)) for name in ("beat-1", "beat-2")]
    queue = make_app(field.settings)
    set_entry(queue, schedule.schedule_id, datetime.now(UTC) + timedelta(seconds=1))

    async def seen_to() -> list[Document]:
        return await mongo.control.schedule_runs.find({}).to_list(10)

    runs = await eventually(seen_to, lambda rows: rows and rows[0]["outcome"])
    builds = await builds_of_store(mongo, SCOPE)
    assert [(row["outcome"], row["build_id"]) for row in runs] == [("built", builds[0].build_id)]
    assert len(builds) == 1
    assert all(beat.status == "running" for beat in (*beats, worker))
    following = schedule.next_due(datetime.now(UTC))

    async def next_entry_is_there() -> bool:
        return not set_entry(queue, schedule.schedule_id, following)

    assert await eventually(next_entry_is_there, bool), "the task gave beat the next time"


@pytest.mark.slow
async def test_a_beat_outlives_redis_quietly(
    field: Farm, lifeline: Lifeline, tmp_path: Path, start: Callable[[LocalProcess], LocalProcess]
) -> None:
    """Redis dies, comes back without what it knew, dies again; one beat starts while it is away."""
    broker = ValkeyProcess("mortal", tmp_path / "broker", lifeline)
    start(broker)
    field.redis_url = broker.url
    first = start(BeatProcess("beat-1", field))

    async def said() -> str:
        return first.logs() + late.logs()

    late = BeatProcess("beat-2", field)
    await eventually(said, lambda words: "this beat sends what is due" in words)
    broker.kill("SIGKILL")
    start(late)
    await eventually(said, lambda words: words.count("nothing is sent: Redis does not answer") == 2)
    broker.start().wait_ready()
    with Redis.from_url(broker.url) as redis:
        redis.flushall()
    await eventually(said, lambda words: words.count("Redis answers again") == 2)
    assert (first.status, late.status) == ("running", "running")
    assert "Traceback" not in await said()
    assert max(len(first.logs().splitlines()), len(late.logs().splitlines())) < 20, await said()
    broker.kill("SIGKILL")
    for beat in (first, late):
        beat.teardown()
    assert "Traceback" not in await said()
