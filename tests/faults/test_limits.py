"""The machine's limits: a full disk, too little memory, clocks that disagree."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from submitter.requesting import retry_build
from submitter.session import open_session
from tests.factories.pipeline import Shop
from tests.faults.case import Case, wake
from tests.faults.fleet import children_of

CLOCKS = ("+1h", "-1h")  # in the words of libfaketime
TINY_BYTES = 400_000_000  # less address space than a pool child has already


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 12 MB; mounting one needs the rights for it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("no small file system can be mounted here: a full disk is not tested")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)  # noqa: S607  # where it lies differs


async def test_a_full_disk_fails_the_build_and_keeps_what_is_live(case: Case, small_disk: Path) -> None:
    case.fleet.objects_folder = small_disk / "objects"
    async with open_session(case.fleet.settings) as session:
        shop = case.shop = Shop(session, case.shop.folder)
        await shop.stock(2)
        case.fleet.start(case.fleet.worker(), case.fleet.sweeper())
        live = await case.live(await shop.ask())
        await shop.stock(4)
        _fill(small_disk / "filler")
        build = await shop.build()
        assert (build.state, build.code) == ("failed", "storage_full")
        assert "Free space" in (build.reason or "")
        assert await shop.live_release() == live.release_id
        assert "Frame 1" in await shop.page("/products/frame-00001/")
        (small_disk / "filler").unlink()
        case.fault_over()
        await retry_build(session, session.tenant, build.build_id)
        await case.live(build)
        await case.check()


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as filler:
        try:
            while filler.write(bytes(65536)):
                pass
        except OSError:
            os.fsync(filler.fileno())


async def test_a_child_without_memory_is_replaced_and_its_batch_done(case: Case) -> None:
    """A real limit of the kernel's on one pool child: whatever it asks for next is refused."""
    await case.shop.stock(8)
    worker = case.fleet.worker(faults="item.after_claim[pages.00000]=stop")
    case.fleet.start(worker, case.fleet.sweeper())
    build = await case.shop.ask()
    child = await case.caught(build, "pages")
    resource.prlimit(child, resource.RLIMIT_AS, (TINY_BYTES, TINY_BYTES))
    wake(child)
    case.fault_over()
    await case.live(build)
    await case.check()
    assert worker.status == "running"
    assert children_of(worker)


async def test_memory_errors_count_as_attempts(case: Case) -> None:
    await case.shop.stock(4)
    case.fleet.start(case.fleet.worker(faults="item.after_claim[plan.00000]=memory@3"), case.fleet.sweeper())
    build = await case.live(await case.shop.ask())
    assert build.state == "live"
    assert (await case.check()).attempts == 4


@pytest.fixture
def fake_clock() -> dict[str, str]:
    """What a process needs in its environment to see another time, less the time itself."""
    if shutil.which("faketime") is None:
        pytest.skip("faketime is not installed: clocks that disagree are not tested")
    asked = subprocess.run(["faketime", "now", "env"], capture_output=True, text=True, check=True).stdout  # noqa: S607
    return dict(line.split("=", 1) for line in asked.splitlines() if line.startswith("LD_PRELOAD="))


async def test_workers_and_sweepers_whose_clocks_disagree_by_an_hour(case: Case, fake_clock: dict[str, str]) -> None:
    """Only the database's clock decides: nobody loses a lease to a clock that runs ahead, or keeps one for an hour."""
    await case.shop.stock(8)
    skewed = [{**fake_clock, "FAKETIME": clock, "FAKETIME_DONT_FAKE_MONOTONIC": "1"} for clock in CLOCKS]
    victim = case.fleet.worker("ahead", faults="item.after_claim[images.00000]=kill", **skewed[0])
    case.fleet.start(
        victim,
        case.fleet.worker("behind", **skewed[1]),
        case.fleet.sweeper("sweeper-ahead", **skewed[0]),
        case.fleet.sweeper("sweeper-behind", **skewed[1]),
    )
    build = await case.shop.ask()
    await case.live(build)
    sight = await case.check()
    assert sight.attempts <= 2
    assert build.created_at <= (await case.shop.until(build, bool)).finished_at  # type: ignore[operator]
