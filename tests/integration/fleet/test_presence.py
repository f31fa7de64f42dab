"""Who is at work, by their notes on a real MongoDB."""

from __future__ import annotations

from datetime import timedelta

from storefront.fleet.indexes import prepare_fleet
from storefront.fleet.presence import AT_WORK_S, leave, note, processes, slots
from storefront.storage.mongo import Mongo


async def _unseen_for(mongo: Mongo, process: str, seconds: float) -> None:
    seen_at = await mongo.now() - timedelta(seconds=seconds)
    await mongo.control.processes.update_one({"_id": process}, {"$set": {"seen_at": seen_at}})


async def test_slots_are_the_pool_children_of_each_queue(mongo: Mongo) -> None:
    await note(mongo, "one:1", "worker", ["rendering"])
    await note(mongo, "one:2", "worker", ["rendering", "seo"])
    await note(mongo, "one:3", "sweeper")
    assert await slots(mongo) == {"rendering": 2, "seo": 1}


async def test_a_process_that_notes_itself_again_is_one(mongo: Mongo) -> None:
    await note(mongo, "one:1", "worker", ["rendering"])
    await note(mongo, "one:1", "worker", ["seo"])
    assert await slots(mongo) == {"seo": 1}


async def test_a_silent_child_is_no_slot_but_still_listed(mongo: Mongo) -> None:
    await note(mongo, "one:1", "worker", ["seo"])
    await note(mongo, "one:2", "worker", ["seo"])
    await _unseen_for(mongo, "one:1", AT_WORK_S + 1)
    assert await slots(mongo) == {"seo": 1}
    assert [(process.name, process.at_work) for process in await processes(mongo)] == [
        ("one:1", False),
        ("one:2", True),
    ]


async def test_who_takes_leave_is_gone_at_once(mongo: Mongo) -> None:
    await note(mongo, "one:1", "worker", ["seo"])
    await leave(mongo, "one:1")
    assert await slots(mongo) == {}
    assert await processes(mongo) == []


async def test_details_come_back_as_they_were(mongo: Mongo) -> None:
    await note(mongo, "one:9", "sweeper", details={"said": "$seen_at", "timed_out": 2})
    (process,) = await processes(mongo)
    assert process.details == {"said": "$seen_at", "timed_out": 2}
    assert process.role == "sweeper"
    assert 0 <= process.unseen_s < 5


async def test_rows_are_forgotten_after_a_day(mongo: Mongo) -> None:
    await prepare_fleet(mongo)
    await prepare_fleet(mongo)
    indexes = await mongo.control.processes.index_information()
    assert indexes["forget"]["expireAfterSeconds"] == 86_400
