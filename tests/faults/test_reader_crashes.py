"""Never half, when a writer or a sweep or the database is killed. Deaths around the switch: test_failpoints."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storefront.publishing.releases import kept_ids
from storefront.publishing.retention import forget_releases
from storefront.publishing.switching import live_switch
from storefront.publishing.tree import root_key
from storefront.storage.objects import open_objects
from tests.factories.nodes import wait_until
from tests.faults.case import Case
from tests.faults.fleet import Fleet
from tests.faults.test_reader import contents_of

LARGE = 32_000_000  # bytes: writing so much takes long enough to be killed in the middle

WRITER = """
import asyncio, hashlib, os, sys
from storefront.storage.objects import open_objects

async def write(number):
    data = os.urandom(1) * int(sys.argv[2])
    await objects.put_new(f"{hashlib.sha256(data).hexdigest()}", data)

async def main():
    while True:
        await asyncio.gather(*(write(number) for number in range(4)))

objects = open_objects(sys.argv[1])
asyncio.run(main())
"""


SWEEP = """
import asyncio, sys
from datetime import timedelta
from storefront.publishing.retention import sweep_contents
from storefront.storage.mongo import Mongo
from storefront.storage.objects import open_objects
from storefront.tenancy.scope import TenantScope

async def main(mongo, objects, tenant):
    at_once = timedelta(seconds=-5)  # everything is older than that
    await sweep_contents(Mongo(mongo), open_objects(objects), TenantScope(tenant), older_than=at_once)

asyncio.run(main(*sys.argv[1:]))
"""


async def test_a_switch_that_was_acknowledged_outlives_mongodb(case: Case) -> None:
    """Killed with SIGKILL as soon as the build is said to be live: what was committed is in its journal."""
    case.fleet.start(case.fleet.sweeper(), case.fleet.worker())
    for number in (1, 2):
        await case.shop.stock(number)
        build = await case.live(await case.shop.ask())
        mongo = case.fleet.servers.mongo
        mongo.kill("SIGKILL")
        mongo.start().wait_ready()
        live = await live_switch(case.shop.session.mongo, case.shop.scope)
        assert live is not None
        assert (live.release_id, live.build_id) == (build.release_id, build.build_id)


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Writes large objects without end."""
    command = [sys.executable, "-c", WRITER, (tmp_path / "objects").as_uri(), str(LARGE)]
    process = subprocess.Popen(command)
    yield process
    process.kill()
    process.wait()


async def test_a_killed_writer_leaves_no_part_of_an_object_under_its_name(
    writer: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    folder = tmp_path / "objects"
    wait_until(lambda: list(folder.glob("*#*")), "an object is half written")
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    assert list(folder.glob("*#*")), "it was killed in the middle of at least one"
    objects = open_objects(folder.as_uri())
    listed = [found async for found in objects.list("")]
    assert all("#" not in found.key for found in listed)
    for found in listed:
        assert hashlib.sha256(await objects.get(found.key)).hexdigest() == found.key
    for beside in folder.glob("*#*"):
        name = beside.name.partition("#")[0]
        assert await objects.size(name) in (None, LARGE)


async def test_a_sweep_killed_half_way_has_taken_nothing_that_is_needed(case: Case) -> None:
    shop, fleet = case.shop, case.fleet
    session = shop.session
    fleet.start(fleet.sweeper(), fleet.worker())
    for number in (1, 2, 3):
        await shop.stock(number, store_name=f"Lumen {number}")
        await case.live(await shop.ask())
    [forgotten] = await forget_releases(session.mongo, shop.scope, keep=2)
    before = {found.key async for found in session.objects.list("")}
    faults = f"purge.mid[{root_key(shop.scope, forgotten)}]=kill@1"  # roots are looked at last
    assert _sweep_alone(fleet, faults) == -signal.SIGKILL
    left = {found.key async for found in session.objects.list("")}
    assert root_key(shop.scope, forgotten) in left < before
    for release_id in await kept_ids(session.mongo, shop.scope):
        assert await contents_of(shop, release_id)
    assert _sweep_alone(fleet, "") == 0
    assert root_key(shop.scope, forgotten) not in {found.key async for found in session.objects.list("")}
    for release_id in await kept_ids(session.mongo, shop.scope):
        assert await contents_of(shop, release_id)


def _sweep_alone(fleet: Fleet, faults: str) -> int:
    """In a process of its own; its exit code."""
    command = [sys.executable, "-c", SWEEP, fleet.mongo_url, fleet.objects_url, fleet.settings.tenant_id]
    env = {**os.environ, **fleet.environment, "STORELOOM_FAULTS": faults}
    return subprocess.run(command, env=env, check=False, timeout=60).returncode
