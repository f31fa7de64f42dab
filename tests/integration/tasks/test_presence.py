"""Pool children say that they are at work, and take their leave."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, MutableMapping
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

import pytest
from structlog.testing import capture_logs

from storefront.fleet.presence import processes, slots
from storefront.storage.mongo import Mongo
from tasks import presence
from tasks.messages import UNDERSTOOD_VERSIONS
from tasks.presence import Presence
from tests.factories.door import opened_door
from tests.factories.nodes import LocalProcess
from tests.factories.pipeline import eventually
from tests.integration.conftest import Farm
from workers.ports import free_port

Start = Callable[[LocalProcess], LocalProcess]


async def test_children_note_themselves_with_their_workers_queues(field: Farm, mongo: Mongo, start: Start) -> None:
    worker = start(field.worker("short", queues=("rendering", "seo")))
    await eventually(lambda: slots(mongo), lambda seen: seen == {"rendering": 2, "seo": 2})
    children = await processes(mongo)
    assert {child.role for child in children} == {"worker"}
    assert [child.details for child in children] == [
        {"version": version("storeloom"), "messages": sorted(UNDERSTOOD_VERSIONS)}
    ] * 2
    assert str(worker.pid) not in {child.name.rpartition(":")[2] for child in children}, "the main process runs no task"

    worker.teardown()
    assert await processes(mongo) == [], "children that end in peace take their leave"


async def test_a_database_that_is_away_is_told_of_once_and_does_not_end_the_noting(
    mongo: Mongo, mongo_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "NOTED_EVERY_S", 0.01)
    user, _, rest = mongo_url.partition("@")
    server, port = urlsplit(f"//{rest}"), free_port()
    options = "authSource=admin&directConnection=true"  # otherwise the driver finds the server itself
    through_the_door = Mongo(f"{user}@127.0.0.1:{port}/?{options}", timeout_s=1)
    with capture_logs() as lines:
        noting = asyncio.create_task(Presence(through_the_door).keep_noting())
        for told in (1, 2):
            await eventually(lambda told=told: _told(lines, told), bool)
            await mongo.control.processes.delete_many({})
            async with opened_door(port, server.hostname or "", server.port or 0):
                await eventually(lambda: processes(mongo), bool)
        noting.cancel()
    through_the_door.close()
    assert [line["event"] for line in lines] == ["presence not noted: MongoDB does not answer"] * 2


async def _told(lines: list[MutableMapping[str, Any]], times: int) -> bool:
    return len(lines) == times
