"""Work that nobody wants any more is stopped: cancelled builds, frozen workers, workers that are told to stop."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from storefront.builds.events import events_of
from storefront.builds.models import Build
from storefront.storage.mongo import Document
from submitter.requesting import cancel_build
from tests.factories.nodes import LocalProcess
from tests.factories.pipeline import Shop, eventually
from tests.integration.conftest import Farm

Start = Callable[[LocalProcess], LocalProcess]
STOPPED_WITHIN_S = 5.0
USUAL = {"STORELOOM_LEASE_S": "12", "STORELOOM_LEASE_RENEWAL_S": "2"}  # as in production


def faults(folder: Path, *faults: str) -> dict[str, str]:
    """The environment in which these faults happen."""
    folder.mkdir(parents=True, exist_ok=True)
    return {"STORELOOM_FAULTS": " ".join(faults), "STORELOOM_FAULTS_DIR": str(folder)}


async def running(shop: Shop, build: Build, kind: str) -> Document:
    rows = await eventually(lambda: shop.batches(build, kind=kind, state="running"), bool)
    return rows[0]


@pytest.mark.parametrize("kind", ["catalogue", "pages", "release"])
async def test_a_cancelled_build_stops_its_work_and_leaves_the_store(
    field: Farm, field_shop: Shop, start: Start, tmp_path: Path, kind: str
) -> None:
    await field_shop.stock(products=2)
    place = f"item.after_claim[{kind}.00000]=sleep:60"
    worker = start(field.worker("busy", **USUAL, **faults(tmp_path / "faults", place)))
    build = await field_shop.ask()
    await running(field_shop, build, kind)
    await cancel_build(field_shop.session, field_shop.session.tenant, build.build_id)
    [row] = await eventually(
        lambda: field_shop.batches(build, kind=kind, stopped_at={"$exists": True}), bool, limit_s=STOPPED_WITHIN_S
    )
    cancelled = await field_shop.ended(build)
    assert (row["state"], cancelled.state) == ("cancelled", "cancelled")
    assert (row["stopped_at"] - cancelled.finished_at).total_seconds() < STOPPED_WITHIN_S
    assert worker.logs().count("batch stopped: its build has ended") == 1
    assert "Traceback" not in worker.logs()
    assert await field_shop.live_release() is None
    assert (await field_shop.build()).state == "live", "the worker goes on with the next build"


async def test_a_frozen_worker_wakes_and_changes_nothing(
    field: Farm, field_shop: Shop, start: Start, tmp_path: Path
) -> None:
    await field_shop.stock(products=2)
    start(field.sweeper())
    sleeper = start(field.worker("sleeper", **faults(tmp_path / "faults", "item.after_claim[pages.00000]=sleep:60")))
    build = await field_shop.ask()
    row = await running(field_shop, build, "pages")
    frozen = _freeze(int(row["worker"].partition(":")[2]))
    start(field.worker("heir"))
    assert (await field_shop.ended(build)).state == "live"
    before = await field_shop.batches(build)
    frozen.send_signal(signal.SIGCONT)

    async def words() -> str:
        return sleeper.logs()

    await eventually(words, lambda said: "batch stopped: its build has ended, or it is another worker's" in said)
    assert await field_shop.batches(build) == before
    assert max(row["attempts"] for row in before) == 2
    reasons = [event["reason"] for event in await events_of(field_shop.session.mongo, build) if event["reason"]]
    assert any("ran out" in reason for reason in reasons), reasons


def _freeze(pid: int) -> psutil.Process:
    process = psutil.Process(pid)
    process.send_signal(signal.SIGSTOP)
    return process
