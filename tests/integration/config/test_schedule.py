"""RedBeat's entries: made, changed, removed, and made again by the sweeper."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import orjson
import pytest
from celery import Celery
from redis import Redis
from redis.exceptions import RedisError

from config.celery import make_app
from config.schedule import remove_entry, set_entry
from storefront.builds.schedules import put_schedule, remove_schedule
from storefront.storage.mongo import Mongo
from tests.factories.api import without_redis
from tests.factories.builds import SCOPE, known_store
from tests.integration.conftest import Farm
from workers.sweeper import Sweeper

ID = "local.optician.nightly"
PREFIX = "storeloom:redbeat:"
SOON = datetime(2099, 1, 1, 3, 30, tzinfo=UTC)


@pytest.fixture
def queue(field: Farm) -> Celery:
    return make_app(field.settings)


@pytest.fixture
def redis(field: Farm) -> Redis:
    return Redis.from_url(field.redis_url, decode_responses=True)


def due_times(redis: Redis) -> dict[str, datetime]:
    """What beat goes by: each entry's next time. RedBeat keeps it in whole seconds, or begins to look one before."""
    scores = redis.zrange(f"{PREFIX}:schedule", 0, -1, withscores=True)
    return {name.removeprefix(PREFIX): datetime.fromtimestamp(round(score / 60) * 60, UTC) for name, score in scores}


def test_an_entry_sends_its_schedules_id_at_its_time(queue: Celery, redis: Redis) -> None:
    assert set_entry(queue, ID, SOON) is True
    assert due_times(redis) == {ID: SOON}
    definition = orjson.loads(redis.hget(PREFIX + ID, "definition"))
    assert definition["task"] == "storeloom.request_scheduled_build"
    assert definition["kwargs"] == {"schedule_id": ID, "version": 1}


def test_it_is_written_only_when_it_changes(queue: Celery, redis: Redis) -> None:
    set_entry(queue, ID, SOON)
    assert set_entry(queue, ID, SOON) is False
    assert set_entry(queue, ID, SOON + timedelta(days=1)) is True
    assert due_times(redis) == {ID: SOON + timedelta(days=1)}


def test_it_is_removed_and_removing_twice_is_harmless(queue: Celery, redis: Redis) -> None:
    set_entry(queue, ID, SOON)
    set_entry(queue, "local.optician.noon", SOON)
    remove_entry(queue, ID)
    remove_entry(queue, ID)
    assert due_times(redis) == {"local.optician.noon": SOON}


def test_removing_is_the_first_thing_a_process_may_do(field: Farm, redis: Redis) -> None:
    set_entry(make_app(field.settings), ID, SOON)
    remove_entry(make_app(field.settings), ID)
    assert due_times(redis) == {}


def test_without_redis_its_own_error_is_raised(field: Farm) -> None:
    with pytest.raises(RedisError):
        set_entry(make_app(without_redis(field.settings)), ID, SOON)


async def test_the_sweeper_makes_what_redis_lost_and_follows_changes(field: Farm, mongo: Mongo, redis: Redis) -> None:
    sweeper = Sweeper(field.settings, mongo, make_app(field.settings))
    scope = await known_store(mongo)
    made = await put_schedule(mongo, scope, name="nightly", cron="30 3 * * *", timezone="UTC")
    await sweeper.sweep_once()
    first = due_times(redis)
    assert first == {ID: made.next_due(made.since)}
    redis.flushall()
    await sweeper.sweep_once()
    assert due_times(redis) == first
    changed = await put_schedule(mongo, scope, name="nightly", cron="0 5 1 1 *", timezone="Europe/Madrid")
    await sweeper.sweep_once()
    assert due_times(redis) == {ID: changed.next_due(changed.since)}
    assert due_times(redis)[ID].hour == 4
    remove_entry(sweeper_queue := make_app(field.settings), await remove_schedule(mongo, SCOPE, "nightly"))
    await Sweeper(field.settings, mongo, sweeper_queue).sweep_once()
    assert due_times(redis) == {}
