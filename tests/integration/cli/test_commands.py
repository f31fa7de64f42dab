"""Each command, run as people run it, against real servers and workers."""

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import httpx
import orjson
import pytest

from tests.factories.commands import STORELOOM, Said, environment, storeloom
from tests.factories.nodes import LocalProcess, wait_until
from tests.factories.pipeline import Shop
from tests.integration.conftest import Farm, Held
from workers.ports import free_port

Run = Callable[..., Said]


@pytest.fixture
def run(farm: Farm, standing_processes: list[LocalProcess]) -> Run:
    return partial(storeloom, env=farm.environment)


async def test_from_a_catalogue_to_a_folder(run: Run, shop: Shop, tmp_path: Path) -> None:
    """import, build, status, builds, releases, rollback back and forward, export."""
    store = shop.store_id
    await shop.stock(products=2)
    imported = run("import", shop.folder, "--store", store, "--json").document
    assert (imported["read"], imported["unchanged"], imported["quarantined"]) == (2, 2, [])

    first = run("build", store, "--wait", "--json")
    assert first.code == 0
    assert (first.document["state"], first.document["outcome"]) == ("live", "changed")
    assert set(first.document["stage_seconds"]) == {"fetch", "plan", "make", "upload", "seo", "deploy"}
    assert first.document["counts"]["products"] == 2

    await shop.stock(products=3)
    second = run("build", store, "--wait")
    assert second.code == 0
    assert f"of {store}: live after" in second.out
    assert "products  3, set aside 0" in second.out

    status = run("status", first.document["build_id"], "--json")
    assert status.document == first.document
    listed = run("builds", store, "--json").document
    assert [build["state"] for build in listed] == ["live", "live"]
    assert listed[1]["build_id"] == first.document["build_id"]
    assert f"{first.document['build_id']}  live" in run("builds", store).out

    ids = [release["release"]["release_id"] for release in run("releases", store, "--json").document]
    assert ids[1] == first.document["release_id"]
    back = run("rollback", store, "--json").document
    assert (back["release_id"], back["previous_release_id"]) == (ids[1], ids[0])
    assert await shop.live_release() == ids[1]
    forward = run("rollback", store, ids[0][:12])
    assert forward.code == 0
    assert await shop.live_release() == ids[0]
    assert [line.split()[1] for line in run("releases", store).out.splitlines()].count("live") == 1

    exported = run("export", store, tmp_path / "site", "--json").document
    files = [path for path in (tmp_path / "site").rglob("*") if path.is_file() and not path.name.startswith(".")]
    assert exported["files"] == len(files)
    assert (tmp_path / "site" / "products" / "frame-00003" / "index.html").is_file()


async def test_what_a_build_would_do_and_since_when_a_page_is_as_it_is(run: Run, shop: Shop, tmp_path: Path) -> None:
    store = shop.store_id
    await shop.stock(products=2)
    before = run("plan", store)
    assert f"A build of {store} would show 2 products on " in before.out
    assert "2 more are new and have to be looked at first" in before.out
    build = await shop.build()
    after = run("plan", store, "--json").document
    assert (after["pages"], after["images_to_encode"]) == (build.summary["counts"]["pages"], 0)
    assert "its builds took" in run("plan", store).out
    told = run("explain", store, "/products/frame-00001/")
    assert told.out.startswith("/products/frame-00001/: page, text/html")
    assert f"by build {build.build_id}, release {str(build.release_id)[:12]}" in told.out
    assert run("explain", store, "about", "--json").document["build_id"] == build.build_id
    card = run("report", build.build_id, "--html", tmp_path / "card.html", "--json").document
    assert (card["build_id"], card["errors"]) == (build.build_id, 0)
    assert "<h1>Report card" in (tmp_path / "card.html").read_text()
    told = run("report", store)
    assert (told.code, f"{card['score']} of 100" in told.out, "Search engines" in told.out) == (0, True, True)
    assert f"in {tmp_path / 'card.html'}" in run("report", store, "--html", tmp_path / "card.html").out
    nowhere = run("explain", store, "/nowhere/")
    assert (nowhere.code, "nothing at /nowhere/" in nowhere.err) == (2, True)


async def test_a_build_is_cancelled_once(run: Run, shop: Shop, hold: Held) -> None:
    await shop.stock(products=1)
    hold("rendering")
    asked = run("build", shop.store_id, "--json").document
    assert asked["state"] in ("queued", "running")
    cancelled = run("cancel", asked["build_id"])
    assert (cancelled.code, "cancelled: cancelled by request" in cancelled.out) == (0, True)
    assert "The live store stays as it is" in cancelled.out
    again = run("cancel", asked["build_id"], "--json")
    assert again.code == 1
    assert again.document["error"]["code"] == "nothing_to_do"
    assert "has ended already: it is cancelled" in again.err
    refused = run("retry", asked["build_id"])
    assert (refused.code, "only failed and timed-out builds are retried" in refused.err) == (1, True)


async def test_a_waiting_build_says_why(run: Run, shop: Shop, hold: Held) -> None:
    await shop.stock(products=1)
    hold("rendering")
    running = await shop.until(await shop.ask(), lambda build: build.state == "running")
    waiting = run("build", shop.store_id, "--json").document
    assert (waiting["state"], waiting["waits"]) == ("queued", "another build of the store runs")
    assert "queued, waits: another build of the store runs." in run("status", waiting["build_id"]).out
    newest, _ = run("builds", shop.store_id).out.splitlines()
    assert newest.endswith("waits: another build of the store runs")
    run("cancel", running.build_id)
    run("cancel", waiting["build_id"])


async def test_a_failed_build_is_told_and_retried(run: Run, shop: Shop) -> None:
    await shop.stock(products=1, theme="sandcastle")
    failed = run("build", shop.store_id, "--wait")
    assert failed.code == 1
    assert "failed: There is no theme 'sandcastle'" in failed.out
    build_id = failed.out.split()[1]
    assert run("status", build_id).code == 1
    await shop.stock(products=1)
    retried = run("retry", build_id, "--wait", "--json")
    assert retried.document["state"] == "failed", "the snapshot is the failed build's own: a new build reads anew"
    assert run("build", shop.store_id, "--wait").code == 0


async def test_bad_rows_are_told(run: Run, shop: Shop, tmp_path: Path) -> None:
    rows = [{"id": f"bad-{number}", "price": "10", "currency": "EUR"} for number in range(12)]
    good = {"id": "a", "name": "A", "price": "10", "currency": "EUR"}
    (tmp_path / "some.jsonl").write_bytes(b"\n".join(orjson.dumps(row) for row in [good, *rows]))
    said = run("import", tmp_path / "some.jsonl", "--store", shop.store_id)
    assert said.code == 0
    assert "13 products read, 1 new, 0 changed, 0 as before" in said.out
    assert "12 set aside" in said.out
    assert "row 2, name: There is no name." in said.out
    assert "and 2 more" in said.out
    assert len(run("import", tmp_path / "some.jsonl", "--store", shop.store_id, "--json").document["quarantined"]) == 12


async def test_serve_shows_the_live_store(run: Run, shop: Shop, farm: Farm) -> None:
    await shop.stock(products=1)
    assert run("build", shop.store_id, "--wait").code == 0
    page = await asyncio.to_thread(_served, farm, shop.store_id, "/products/frame-00001/")
    assert page.status_code == 200
    assert "Frame 1" in page.text


def _served(farm: Farm, store_id: str, path: str) -> httpx.Response:
    port = free_port()
    command = [STORELOOM, "serve", "--store", store_id, "--port", str(port)]
    with subprocess.Popen(command, env=environment(farm.environment), stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stderr
            assert f"http://127.0.0.1:{port}/" in server.stderr.readline()
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False) as visitor:
                wait_until(lambda: _answers(visitor), "serve")
                return visitor.get(path)
        finally:
            server.terminate()


def _answers(visitor: httpx.Client) -> bool:
    try:
        return visitor.get("/").status_code == 200
    except httpx.TransportError:
        return False


def test_themes_and_doctor_answer(run: Run) -> None:
    themes = run("theme", "list", "--json").document
    assert "modern-minimal" in [theme["name"] for theme in themes]
    assert "modern-minimal" in run("theme", "list").out
    findings = run("doctor", "--json")
    assert findings.code == 0, findings.out
    assert {finding["level"] for finding in findings.document} <= {"ok", "warning"}
    assert "ok" in run("doctor").out
