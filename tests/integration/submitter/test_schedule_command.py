"""`storeloom schedule`: made, shown, changed, removed, and what is refused."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from redis import Redis

from storefront.builds.schedules import schedules
from storefront.storage.mongo import Mongo
from tests.factories.api import REDIS_AWAY
from tests.factories.builds import SCOPE, known_store
from tests.integration.conftest import Farm
from tests.integration.submitter.conftest import Said

Command = Callable[..., Said]
NIGHTLY = ("--cron", "30 3 * * *", "--timezone", "Europe/Madrid")


@pytest.fixture
async def store(mongo: Mongo) -> str:
    await known_store(mongo)
    return SCOPE.store_id


def beats_keys(field: Farm) -> list[str]:
    with Redis.from_url(field.redis_url, decode_responses=True) as redis:
        return sorted(redis.zrange("storeloom:redbeat::schedule", 0, -1))


def test_a_schedule_is_made_and_shown(storeloom: Command, store: str, field: Farm) -> None:
    made = storeloom("schedule", store, *NIGHTLY)
    assert made.code == 0
    assert made.out.split() == ["default", "30", "3", "*", "*", "*", "Europe/Madrid", "next", *made.out.split()[8:]]
    assert made.out.rstrip().endswith(("01:30 UTC", "02:30 UTC"))  # summer, winter
    assert storeloom("schedule", store).out == made.out
    assert beats_keys(field) == ["storeloom:redbeat:local.optician.default"]


def test_as_json(storeloom: Command, store: str) -> None:
    storeloom("schedule", store, *NIGHTLY)
    (document,) = storeloom("schedule", store, "--name", "noon", "--cron", "0 12 * * MON", "--json").document[1:]
    due = datetime.fromisoformat(document.pop("next_due_at"))
    assert document == {"name": "noon", "cron": "0 12 * * MON", "timezone": "UTC", "store_id": "optician"}
    assert due > datetime.now(UTC)
    assert (due.weekday(), due.hour, due.minute) == (0, 12, 0)


def test_a_schedule_is_changed_and_removed(storeloom: Command, store: str, field: Farm) -> None:
    storeloom("schedule", store, *NIGHTLY)
    assert [each["cron"] for each in storeloom("schedule", store, "--cron", "0 5 * * *", "--json").document] == [
        "0 5 * * *"
    ]
    removed = storeloom("schedule", store, "--remove")
    assert (removed.code, removed.out) == (0, "Store optician has no schedules.\n")
    assert beats_keys(field) == []
    assert storeloom("schedule", store, "--json").document == []


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        (("nowhere",), 2, "'nowhere'"),
        (("nowhere", "--cron", "0 5 * * *"), 2, "'nowhere'"),
        (("optician", "--cron", "at noon"), 2, "five fields"),
        (("optician", "--cron", "0 5 * * *", "--timezone", "Mars/Olympus"), 2, "Mars/Olympus"),
        (("optician", "--cron", "0 5 * * *", "--name", "A B"), 2, "'A B'"),
        (("optician", "--cron", "0 5 * * *", "--remove"), 2, "--remove"),
        (("optician", "--remove", "--name", "noon"), 1, "'noon'"),
        ((), 2, "store"),
        (("optician", "--weekly"), 2, "--weekly"),
    ],
)
def test_what_is_refused(storeloom: Command, store: str, words: tuple[str, ...], code: int, named: str) -> None:
    said = storeloom("schedule", *words)
    assert (said.code, said.out) == (code, "")
    assert named in said.err
    assert "Traceback" not in said.err


async def test_without_redis_the_change_is_kept(
    storeloom: Command, store: str, mongo: Mongo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORELOOM_REDIS_URL", REDIS_AWAY)
    made = await asyncio.to_thread(storeloom, "schedule", store, *NIGHTLY)
    assert made.code == 0
    assert "takes effect when Redis is back" in made.err
    assert [each.cron for each in await schedules(mongo, SCOPE)] == ["30 3 * * *"]
    removed = await asyncio.to_thread(storeloom, "schedule", store, "--remove")
    assert removed.code == 0
    assert await schedules(mongo, SCOPE) == []
