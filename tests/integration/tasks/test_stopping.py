"""Work that nobody wants any more is stopped: cancelled builds, frozen workers, workers that are told to stop."""

from __future__ import annotations

import os
import signal
import time
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

pytestmark = pytest.mark.slow
Start = Callable[[LocalProcess], LocalProcess]
STOPPED_WITHIN_S = 5.0
KILLED_AFTER_S = 15.0  # as the tests' workers are
USUAL = {"STORELOOM_LEASE_S": "12", "STORELOOM_LEASE_RENEWAL_S": "2"}  # as in production


def faults(folder: Path, *faults: str) -> dict[str, str]:
    """The environment in which these faults happen."""
    folder.mkdir(parents=True, exist_ok=True)
    return {"STORELOOM_FAULTS": " ".join(faults), "STORELOOM_FAULTS_DIR": str(folder)}


async def happened(folder: Path) -> None:
    """The work has begun: between the claim and that a signal finds nothing to stop, and the lease decides."""

    async def seen() -> int:
        return _files_in(folder)

    await eventually(seen, bool)


def _files_in(folder: Path) -> int:
    return len(list(folder.iterdir()))


async def running(shop: Shop, build: Build, kind: str) -> Document:
    rows = await eventually(lambda: shop.batches(build, kind=kind, state="running"), bool)
    return rows[0]


async def test_a_cancelled_build_stops_its_work_and_leaves_the_store(
    field: Farm, field_shop: Shop, start: Start, tmp_path: Path
) -> None:
    await field_shop.stock(products=2)
    slow = [f"item.after_claim[{kind}.00000]=sleep:60" for kind in ("photos", "plan")]
    worker = start(field.worker("busy", **USUAL, **faults(tmp_path / "faults", *slow)))
    for times, kind in enumerate(("photos", "plan"), 1):
        build = await field_shop.ask()
        await running(field_shop, build, kind)
        await cancel_build(field_shop.session, field_shop.session.tenant, build.build_id)
        took_s = await _stopped_after(field_shop, build, kind)
        assert took_s < STOPPED_WITHIN_S, kind
        assert worker.logs().count("batch stopped: its build has ended") >= times
        assert await field_shop.live_release() is None
    assert "Traceback" not in worker.logs()
    assert (await field_shop.build()).state == "live", "the worker goes on with the next build"


async def _stopped_after(shop: Shop, build: Build, kind: str) -> float:
    """Seconds from the build's end to the end of its work."""
    [row] = await eventually(
        lambda: shop.batches(build, kind=kind, state="cancelled", stopped_at={"$exists": True}), bool
    )
    cancelled = await shop.ended(build)
    assert (cancelled.state, cancelled.finished_at is None) == ("cancelled", False)
    return float((row["stopped_at"] - cancelled.finished_at).total_seconds())


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


async def test_a_worker_that_stops_hands_back_what_it_can_not_finish(
    field: Farm, field_shop: Shop, start: Start, tmp_path: Path
) -> None:
    """The heir takes the batch at once: nobody waits for a lease, and there is no sweeper here."""
    await field_shop.stock(products=2)
    place = "item.after_claim[pages.00000]=sleep:60"
    leaver = start(field.worker("leaver", **USUAL, **faults(tmp_path / "faults", place), STORELOOM_STOP_S="0.5"))
    build = await field_shop.ask()
    await running(field_shop, build, "pages")
    began = time.monotonic()
    leaver.teardown()
    assert time.monotonic() - began < KILLED_AFTER_S
    [row] = await field_shop.batches(build, kind="pages")
    assert (row["state"], row["attempts"], row["excused"]) == ("todo", 1, 1)
    assert "batch stopped: handed back" in leaver.logs()
    start(field.worker("heir", **USUAL))
    assert (await field_shop.ended(build)).state == "live"
    assert "Traceback" not in leaver.logs()


@pytest.mark.parametrize("number", [signal.SIGQUIT, signal.SIGTERM])
async def test_a_child_that_is_ended_hands_back_its_batch(
    field: Farm, field_shop: Shop, start: Start, tmp_path: Path, number: signal.Signals
) -> None:
    """SIGQUIT to the worker ends its children at once; SIGTERM here goes to the child alone."""
    await field_shop.stock(products=2)
    worker = start(
        field.worker("worker", **USUAL, **faults(tmp_path / "faults", "item.after_claim[pages.00000]=sleep:60"))
    )
    build = await field_shop.ask()
    row = await running(field_shop, build, "pages")
    await happened(tmp_path / "faults")
    os.kill(worker.pid if number is signal.SIGQUIT else int(row["worker"].partition(":")[2]), number)
    await eventually(lambda: field_shop.batches(build, kind="pages", excused=1), bool)
    if number is signal.SIGQUIT:
        start(field.worker("heir", **USUAL))
    assert (await field_shop.ended(build)).state == "live"


def test_an_idle_worker_stops_at_once(field: Farm, start: Start) -> None:
    worker = start(field.worker("idle"))
    began = time.monotonic()
    worker.teardown()
    assert time.monotonic() - began < KILLED_AFTER_S
    assert "time is up" not in worker.logs(), "it does not wait for work that is not there"
