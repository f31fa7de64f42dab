"""A worker's log says what became of each batch, in one line, and nothing of the tasks that only move builds along."""

from __future__ import annotations

from collections.abc import Callable

import orjson

from storefront.storage.mongo import Document
from tests.factories.nodes import LocalProcess
from tests.factories.pipeline import Shop
from tests.integration.conftest import Farm


async def test_a_line_for_each_batch(
    field: Farm, field_shop: Shop, start: Callable[[LocalProcess], LocalProcess]
) -> None:
    await field_shop.stock(products=3)
    worker = start(field.worker("teller", STORELOOM_LOG_JSON="true"))
    build = await field_shop.ended(await field_shop.ask())
    assert build.state == "live"
    worker.teardown()  # so that its last line is written
    lines = [_json(line) for line in worker.logs().splitlines()]
    told = {line["batch_id"]: line for line in lines if line.get("build_id") == build.build_id}
    assert set(told) == {row["batch_id"] for row in await field_shop.batches(build)}
    assert {(line["event"], line["level"], line["attempt"]) for line in told.values()} == {("batch done", "info", 1)}
    assert told["catalogue.00000"]["products"] == 3
    assert all(line["seconds"] >= 0 for line in told.values())
    assert not [line for line in lines if "start_build" in str(line) or "close_stage" in str(line)]


def _json(line: str) -> Document:
    return orjson.loads(line) if line.startswith("{") else {}


async def test_the_release_s_batch_is_done_like_the_others(
    field: Farm, field_shop: Shop, start: Callable[[LocalProcess], LocalProcess]
) -> None:
    await field_shop.stock(products=1)
    worker = start(field.worker("finisher"))
    build = await field_shop.ended(await field_shop.ask())
    worker.teardown()
    assert {row["state"] for row in await field_shop.batches(build)} == {"done"}
