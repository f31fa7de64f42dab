"""The preview's server as a browser uses it: pages with the client in them, pictures, and news of what is saved."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import orjson
import pytest
import uvicorn

from storefront.rendering.theme_dev.studio import Studio
from submitter.theme_pictures import SamplePictures
from submitter.theme_server import ThemeServer
from tests.factories.previews import small_material, write_bench


@asynccontextmanager
async def served(folder: Path, pictures: Path) -> AsyncIterator[httpx.AsyncClient]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        studio = Studio(folder, small_material(), address)
        app = ThemeServer(studio, SamplePictures(pictures, 8, 12)).app()
        server = uvicorn.Server(uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1, ws="none"))
        running = asyncio.create_task(server.serve(sockets=[listener]))
        try:
            async with httpx.AsyncClient(base_url=address, timeout=30) as client:
                yield client
        finally:
            server.should_exit = True
            await running


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with served(write_bench(tmp_path), tmp_path / "sample") as one:
        yield one


async def next_change(lines: AsyncIterator[str]) -> dict[str, object]:
    async for line in lines:
        if line.startswith("data: "):
            told: dict[str, object] = orjson.loads(line.removeprefix("data: "))
            return told
    raise AssertionError("the stream has ended")


async def test_a_save_is_told_and_shown(client: httpx.AsyncClient, tmp_path: Path) -> None:
    page = await client.get("/about/")
    assert 'data-path="/about/" data-type="about" data-version="0"' in page.text
    async with client.stream("GET", "/-/changes?since=0") as stream:
        lines = stream.aiter_lines()
        assert await anext(lines) == ": open"
        (tmp_path / "bench/templates/about.html").write_text("<html><head></head><body>other</body></html>")
        async with asyncio.timeout(20):
            assert await next_change(lines) == {"kind": "pages", "page_types": ["about"]}
    assert "other" in (await client.get("/about/")).text
    async with client.stream("GET", "/-/changes?since=0") as stream, asyncio.timeout(20):
        assert (await next_change(stream.aiter_lines()))["kind"] == "pages"  # it was saved before this page asked


async def test_what_pages_fetch_is_there(client: httpx.AsyncClient) -> None:
    page = (await client.get("/")).text
    picture = page.partition('src="/images/')[2].partition('"')[0]
    assert (await client.get(f"/images/{picture}")).headers["content-type"] in ("image/jpeg", "image/png")
    assert (await client.get("/images/none/r1/320.webp")).status_code == 404
    assert (await client.get("/-/client.js")).status_code == 200
    assert (await client.get("/assets/main.js")).headers["cache-control"] == "no-store"
    styles = (await client.get("/-/styles?path=/")).json()
    assert "--color-text" in styles["first"]
    drawn = picture.rpartition("/")[0]
    huge = await client.get(f"/images/{drawn}/99999.jpeg")
    assert len(huge.content) < 1_000_000  # never larger than the photo
    assert {(await client.get(f"/images/{drawn}/{width}.jpeg")).status_code for width in ("0", "²", "-1")} == {404}
    missing = await client.get("/nowhere/")
    assert (missing.status_code, '<a href="/about/">' in missing.text) == (404, True)
    framed = await client.get("/", headers={"sec-fetch-dest": "iframe"})
    assert "/-/client.js" not in framed.text
    assert "Card: hostile" in (await client.get("/-/show/")).text
    assert "--color-text" in (await client.get("/-/show.css")).text


async def test_a_mistake_is_shown_with_what_was_meant(tmp_path: Path) -> None:
    folder = write_bench(tmp_path, **{"templates/about.html": "<html><head></head>{{ page.site.nmae }}</html>"})
    async with served(folder, tmp_path / "sample") as client:
        page = await client.get("/about/")
        assert page.status_code == 500
        assert "templates/about.html:1:" in page.text
        assert "Did you mean &#x27;name&#x27;?" in page.text
        assert (await client.get("/-/styles?path=/about/")).status_code == 409
        (folder / "theme.toml").write_text("name = ")
    async with served(folder, tmp_path / "sample") as client:
        assert (await client.get("/-/show/")).status_code == 500


async def test_pages_of_other_hosts_are_told_nothing(client: httpx.AsyncClient) -> None:
    assert (await client.get("/", headers={"host": "evil.example:8000"})).status_code == 400
    assert (await client.get("/", headers={"host": f"localhost:{client.base_url.port}"})).status_code == 200


async def test_news_since_nobody_knows_when_are_those_to_come(client: httpx.AsyncClient) -> None:
    async with client.stream("GET", "/-/changes?since=yesterday") as stream:
        assert await anext(stream.aiter_lines()) == ": open"
