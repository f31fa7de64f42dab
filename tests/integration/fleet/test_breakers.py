"""Breakers that several processes share on a real MongoDB; a process is a SharedBreakers with a client of its own."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from datetime import timedelta

import pytest

from storefront.fleet import breakers as module
from storefront.fleet.breakers import SharedBreakers
from storefront.fleet.circuit_rows import breakers_not_closed
from storefront.fleet.circuits import Rules
from storefront.fleet.indexes import prepare_fleet
from storefront.storage.mongo import Mongo
from workers.ports import free_port

HOST = "cdn.example"
RULES = Rules(failures=5, open_s=300, probe_s=60)


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with much to do is no database that is away."""
    monkeypatch.setattr(module, "_PATIENCE_S", 30.0)


@pytest.fixture
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every look reads the database."""
    monkeypatch.setattr(module, "CACHED_S", 0.0)


async def _open(breakers: SharedBreakers, times: int = 5) -> None:
    for _ in range(times):
        await breakers.failed(HOST, "it answered 503")


async def _time_is_over(mongo: Mongo) -> None:
    past = await mongo.now() - timedelta(seconds=1)
    assert (await mongo.control.breakers.update_one({"name": HOST}, {"$set": {"until": past}})).modified_count == 1


async def _states(mongo: Mongo) -> list[tuple[str, str, int]]:
    return [(each.name, each.circuit.state, each.circuit.failures) for each in await breakers_not_closed(mongo)]


OTHER_PROCESS = """
import asyncio, sys
from storefront.fleet.breakers import SharedBreakers
from storefront.storage.mongo import Mongo

async def fail_three_times():
    breakers = SharedBreakers(Mongo(sys.argv[1]), "photos")
    for _ in range(3):
        await breakers.failed("cdn.example", "it answered 503")

asyncio.run(fail_three_times())
"""


async def test_failures_are_counted_over_processes(mongo: Mongo, mongo_url: str) -> None:
    there = SharedBreakers(mongo, "photos", RULES)
    subprocess.run([sys.executable, "-c", OTHER_PROCESS, mongo_url], check=True)  # noqa: ASYNC221  # waited for
    assert await there.refusal(HOST) is None
    await _open(there, 2)
    for breakers in (SharedBreakers(mongo, "photos", RULES), there):
        refusal = await breakers.refusal(HOST)
        assert refusal == "it failed 5 times in a row (it answered 503) and is left alone for a while"
    assert await there.refusal("other.example") is None
    assert await _states(mongo) == [(HOST, "open", 5)]


async def test_all_failures_at_once_are_counted(mongo: Mongo) -> None:
    processes = [SharedBreakers(mongo, "photos", RULES) for _ in range(20)]
    await asyncio.gather(*(process.failed(HOST, "silence") for process in processes))
    assert await _states(mongo) == [(HOST, "open", 5)]


@pytest.mark.usefixtures("nothing_kept")
async def test_a_success_anywhere_ends_the_row_of_failures(mongo: Mongo) -> None:
    here, there = SharedBreakers(mongo, "photos", RULES), SharedBreakers(mongo, "photos", RULES)
    await _open(here, 4)
    await there.succeeded(HOST)
    assert await mongo.control.breakers.count_documents({}) == 0, "what has not failed lately needs no row"
    await _open(here, 4)
    assert await there.refusal(HOST) is None


@pytest.mark.usefixtures("nothing_kept")
async def test_exactly_one_probe_of_twenty_goes_through(mongo: Mongo) -> None:
    processes = [SharedBreakers(mongo, "photos", RULES) for _ in range(20)]
    await _open(processes[0])
    await _time_is_over(mongo)
    refusals = await asyncio.gather(*(process.refusal(HOST) for process in processes))
    assert refusals.count(None) == 1
    assert await _states(mongo) == [(HOST, "half_open", 5)]
    probe = processes[refusals.index(None)]

    await probe.failed(HOST, "it is still away")
    assert await _states(mongo) == [(HOST, "open", 6)]
    assert "it is still away" in str(await processes[0].refusal(HOST))

    await _time_is_over(mongo)
    assert await probe.refusal(HOST) is None
    await probe.succeeded(HOST)
    assert await _states(mongo) == []
    assert [await process.refusal(HOST) for process in processes] == [None] * 20


@pytest.mark.usefixtures("nothing_kept")
async def test_a_probe_that_never_came_back_is_given_up(mongo: Mongo) -> None:
    here, there = SharedBreakers(mongo, "photos", RULES), SharedBreakers(mongo, "photos", RULES)
    await _open(here)
    await _time_is_over(mongo)
    assert await here.refusal(HOST) is None
    assert await there.refusal(HOST) is not None
    await _time_is_over(mongo)
    assert await there.refusal(HOST) is None


async def test_one_whose_time_is_over_is_told_as_half_open(mongo: Mongo) -> None:
    await _open(SharedBreakers(mongo, "photos", RULES))
    await _time_is_over(mongo)
    assert await _states(mongo) == [(HOST, "half_open", 5)]


async def test_the_usual_call_asks_the_database_once_in_a_while(mongo: Mongo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CACHED_S", 60.0)
    breakers = SharedBreakers(mongo, "photos", RULES)
    before = await _commands(mongo)
    for _ in range(100):
        assert await breakers.refusal(HOST) is None
        await breakers.succeeded(HOST)
    assert await _commands(mongo) - before == 1


async def _commands(mongo: Mongo) -> int:
    status = await mongo.control.command("serverStatus")
    return int(status["metrics"]["commands"]["aggregate"]["total"])


async def test_without_mongodb_nothing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PATIENCE_S", 0.2)
    away = Mongo(f"mongodb://127.0.0.1:{free_port()}/?replicaSet=rs0", timeout_s=30)
    breakers = SharedBreakers(away, "photos", RULES)
    for _ in range(6):
        await breakers.failed(HOST, "silence")
    assert await breakers.refusal(HOST) is None
    await breakers.succeeded(HOST)
    away.close()


async def test_a_process_keeps_so_many_services_in_mind(mongo: Mongo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_KEPT_MOST", 3)
    breakers = SharedBreakers(mongo, "photos", RULES)
    await _open(breakers)
    for number in range(7):
        assert await breakers.refusal(f"host{number}.example") is None
    assert await breakers.refusal(HOST) is not None


async def test_what_nobody_asks_any_more_is_forgotten(mongo: Mongo) -> None:
    await prepare_fleet(mongo)
    breakers = SharedBreakers(mongo, "photos", RULES)
    await _open(breakers, 4)
    indexes = await mongo.control.breakers.index_information()
    assert indexes["forget_at"]["expireAfterSeconds"] == 0
    [row] = await mongo.control.breakers.find({}).to_list(None)
    assert timedelta(hours=1) <= row["forget_at"] - row["since"] < timedelta(hours=1, minutes=5)

    await _open(breakers, 1)
    [row] = await mongo.control.breakers.find({}).to_list(None)
    assert row["forget_at"] == row["until"] + timedelta(hours=1), "never while it is open"
