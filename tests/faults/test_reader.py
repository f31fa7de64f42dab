"""Never half: whatever visitors fetch during a hundred switches is of one release, and all of it is there."""

from __future__ import annotations

import asyncio
import hashlib
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from storefront.publishing.retention import forget_releases
from storefront.publishing.switching import live_switch, roll_back
from storefront.publishing.tree import entries_of, read_root
from tests.factories.catalogue import product
from tests.factories.commands import STORELOOM
from tests.factories.nodes import LocalProcess
from tests.factories.pipeline import Shop, eventually
from tests.faults.case import Case
from tests.faults.fleet import Fleet
from tests.faults.reader import HEADER, READING
from workers.guard import holding

ORIGIN = "https://lumen.example"
SWITCHES = 100
BUILT = range(0, SWITCHES, 25)  # these switches are builds of what was never shown; the others are rollbacks
SEEN_WITHIN_S = 10.0
QUIET_S = 3.0
LEAST = {
    "switches": 100,
    "pages": 40,
    "assets": 150,
    "late_assets": 60,
    "feeds": 30,
    "unchanged": 1,
}  # on a busy machine
LOOKS: list[dict[str, Any]] = [
    {"primary_color": "#1d4ed8", "store_name": "Lumen Optics"},
    {"primary_color": "#b91c1c", "store_name": "Lumen Winter Sale"},
    {"primary_color": "#15803d", "store_name": "Lumen Spring", "products_per_page": 4},
    {"primary_color": "#7e22ce", "store_name": "Lumen Clearance"},
]
NEW_LOOKS = [
    {"primary_color": f"#0f76{number}", "store_name": f"Lumen {number}"} for number in range(10, 10 + len(BUILT))
]
PRODUCTS = 5

Moment = tuple[float, str]  # when, and which release


class ServeProcess(LocalProcess):
    """`storeloom serve` on a port of its own choice."""

    ready_prompt = '"stores"'

    def __init__(self, name: str, fleet: Fleet, store: str) -> None:
        command = holding([STORELOOM, "serve", "--store", store, "--port", "0", "--json"])
        super().__init__(name, command, fleet.folder / "log", fleet.line, fleet.environment)

    @property
    def address(self) -> str:
        said = self.logs()
        return str(orjson.loads(said[said.index("{") : said.index("}") + 1])["stores"]).rstrip("/")


async def contents_of(shop: Shop, release_id: str) -> dict[str, str]:
    """Path → sha-256 of the bytes, for everything in the release."""
    objects = shop.session.objects
    root = await read_root(objects, shop.scope, release_id)
    entries = entries_of(objects, shop.scope, root)
    return {entry.path: hashlib.sha256(await objects.get(entry.key)).hexdigest() async for entry in entries}


async def stock(shop: Shop, look: int) -> None:
    """The same products each time, some at another price and under another address."""
    changed = [
        product(number, slug=f"frame-{number}-{look}", price=100 + look, media=[])
        for number in range(PRODUCTS + 1, 2 * PRODUCTS + 1)
    ]
    rows = [one.model_dump(mode="json", exclude_defaults=True) for one in changed]
    await shop.stock(PRODUCTS, rows=rows, base_url=ORIGIN, **[*LOOKS, *NEW_LOOKS][look])


@asynccontextmanager
async def reading(index: Path, servers: Iterable[str]) -> AsyncIterator[dict[str, Any]]:
    """Readers at work; what they report is there afterwards."""
    command = [sys.executable, "-m", "tests.faults.reader", str(index), *servers]
    process = await asyncio.create_subprocess_exec(*command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    report: dict[str, Any] = {}
    try:
        assert process.stdout is not None
        assert (await process.stdout.readline()).decode().strip() == READING
        yield report
        said, _ = await asyncio.wait_for(process.communicate(b""), 30)
        assert process.returncode == 0
        report.update(orjson.loads(said))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def shown(servers: list[str], release_id: str) -> None:
    """Until every server shows the release."""

    async def seen() -> list[str]:
        return [(await client.head(server + "/")).headers[HEADER] for server in servers]

    async with httpx.AsyncClient() as client:
        await eventually(seen, lambda shown: all(map(release_id.startswith, shown)), SEEN_WITHIN_S)


async def switch_often(shop: Shop, releases: list[str], servers: list[str]) -> list[Moment]:
    """Every second switch is seen by both servers before the next one comes; builds come in between."""
    switches: list[Moment] = []
    for number in range(SWITCHES):
        look = len(LOOKS) + BUILT.index(number) if number in BUILT else number % len(LOOKS)
        chosen = releases[look]
        if number in BUILT:
            await stock(shop, look)
            built = await shop.build()
            assert (built.state, built.release_id) == ("live", chosen)
        else:
            await roll_back(shop.session.mongo, shop.scope, chosen)
        switches.append((time.monotonic(), chosen))
        if number % 2:
            await shown(servers, chosen)
    return switches


@pytest.fixture
async def releases(case: Case) -> list[str]:
    """By look, no two pages of them the same. Those of the new looks are known here and forgotten by the store."""
    case.fleet.start(case.fleet.worker(), case.fleet.sweeper())
    built: dict[int, str] = {}
    for look in reversed(range(len(LOOKS) + len(NEW_LOOKS))):
        await stock(case.shop, look)
        build = await case.live(await case.shop.ask())
        built[look] = str(build.release_id)
    forgotten = await forget_releases(case.shop.session.mongo, case.shop.scope, keep=len(LOOKS))
    assert set(forgotten) == {built[look] for look in range(len(LOOKS), len(built))}
    return [built[look] for look in sorted(built)]


async def test_visitors_see_one_whole_release_throughout_a_hundred_switches(
    case: Case, releases: list[str], tmp_path: Path
) -> None:
    shop, index = case.shop, tmp_path / "index.json"
    contents = {release_id: await contents_of(shop, release_id) for release_id in releases}
    assert_all_differ(contents)
    index.write_bytes(orjson.dumps({"origin": ORIGIN, "releases": contents}))
    processes = [ServeProcess(name, case.fleet, shop.store_id) for name in ("serve-1", "serve-2")]
    case.fleet.start(*processes)
    servers = [process.address for process in processes]
    async with reading(index, servers) as report:
        await asyncio.sleep(QUIET_S)  # what a request takes when nobody switches
        began = time.monotonic()
        switches = await switch_often(shop, releases, servers)
        await shown(servers, switches[-1][1])
    assert report["missing"] == []
    assert report["mixed"] == []
    case.figures |= figures(report, switches, began)
    too_little = {name: case.figures[name] for name, least in LEAST.items() if int(case.figures[name]) < least}
    assert not too_little, "nothing is shown by so few"
    live = await live_switch(shop.session.mongo, shop.scope)
    assert live is not None
    assert live.release_id == switches[-1][1]


def assert_all_differ(contents: dict[str, dict[str, str]]) -> None:
    """Or mixing two of them could not be noticed."""
    for path in set.union(*(set(paths) for paths in contents.values())):
        if path.endswith("/"):
            digests = [paths[path] for paths in contents.values() if path in paths]
            assert len(set(digests)) == len(digests), path


def figures(report: dict[str, Any], switches: list[Moment], began: float) -> dict[str, float | int | str]:
    times: dict[str, list[float]] = {"quiet": [], "switching": []}
    for moment, seconds in report["page_times"]:
        times["switching" if moment >= began else "quiet"].append(seconds)
    counted = {name: report[name] for name in ("pages", "assets", "late_assets", "feeds", "unchanged")}
    return {
        **counted,
        "switches": len(switches),
        "mixed": len(report["mixed"]),
        "missing": len(report["missing"]),
        "slowest_switch_ms": slowest_ms(report["sights"], switches),
        "p95_quiet_ms": p95_ms(times["quiet"]),
        "p95_switching_ms": p95_ms(times["switching"]),
    }


def slowest_ms(sights: dict[str, list[Moment]], switches: list[Moment]) -> int:
    """From a switch until a visitor of either server sees it, or what came after it."""
    ends = [*(moment for moment, _ in switches[1:]), float("inf")]
    waits = [
        seen - made
        for (made, release_id), ended in zip(switches, ends, strict=True)
        for sight in sights.values()
        for seen, shown_id in sight
        if made <= seen < ended and release_id.startswith(shown_id)
    ]
    return round(1000 * max(waits))


def p95_ms(seconds: list[float]) -> float:
    return round(1000 * statistics.quantiles(seconds, n=20)[-1], 1)
