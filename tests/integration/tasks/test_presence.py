"""Pool children say that they are at work, and take their leave."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version

from storefront.fleet.presence import processes, slots
from storefront.storage.mongo import Mongo
from tasks.messages import UNDERSTOOD_VERSIONS
from tests.factories.nodes import LocalProcess
from tests.factories.pipeline import eventually
from tests.integration.conftest import Farm

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
