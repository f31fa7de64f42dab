"""The application that shows live stores: through ASGI, and once behind a real server."""

from __future__ import annotations

import asyncio
import gzip
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette

from storefront.publishing.live import LiveReleases
from storefront.publishing.lookup import Lookup
from storefront.publishing.retention import forget_releases
from storefront.publishing.switching import live_switch, roll_back
from storefront.publishing.tree import root_key
from storefront.storage.interfaces import Objects
from storefront.storage.mongo import Mongo
from storefront.storage.objects import open_objects
from storefront.tenancy.scope import StoreScope
from storefront.tenancy.stores import register_store
from submitter.serving import accepts_gzip, create_store_app
from tests.factories.releases import SCOPE, entry_of, make_live

HOME = b"<!doctype html><title>Optician</title>" + b"<p>Frames and lenses</p>" * 100
CONTENTS = {
    "/": HOME,
    "/a/": b"<h1>a</h1>",
    "/404.html": b"<h1>not here</h1>",
    "/assets/x.1.css": b"body{}",
    "/images/ab/r1/320.webp": b"RIFF" * 1000,
    "/service-worker.js": b"self.skipWaiting()",
}


@dataclass
class Shop:
    """The served application and what is behind it."""

    mongo: Mongo
    objects: Objects
    visitor: httpx.AsyncClient
    app: Starlette

    def set_serving(self, **changes: object) -> None:
        self.app.state.serving = replace(self.app.state.serving, **changes)

    def look_seldom(self) -> None:
        """At the live pointer: from now on it is as if this process had always just looked."""
        self.set_serving(live=LiveReleases(self.mongo, SCOPE, age_s=3600))


@asynccontextmanager
async def opened(mongo: Mongo, mongo_url: str, folder: Path, default_store: str | None = None) -> AsyncIterator[Shop]:
    app = create_store_app(
        mongo_url=mongo_url,
        objects_url=folder.as_uri(),
        tenant_id=SCOPE.tenant_id,
        default_store=default_store,
    )
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8780") as visitor,
    ):
        yield Shop(mongo, open_objects(folder.as_uri()), visitor, app)


@pytest.fixture
async def shop(mongo: Mongo, mongo_url: str, tmp_path: Path) -> AsyncIterator[Shop]:
    """One live store."""
    await make_live(mongo, open_objects(tmp_path.as_uri()), CONTENTS)
    async with opened(mongo, mongo_url, tmp_path) as shop:
        yield shop


async def test_every_file_is_served_with_its_type_and_policy(shop: Shop) -> None:
    for path, data in CONTENTS.items():
        answer = await shop.visitor.get(path)
        assert (answer.status_code, answer.content) == (200, data)
        assert answer.headers["content-type"] == entry_of(path, data).content_type
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == "frame-ancestors 'none'"
    assert (await shop.visitor.get("/assets/x.1.css")).headers["cache-control"].endswith("immutable")
    assert (await shop.visitor.get("/service-worker.js")).headers["cache-control"] == "no-cache"


async def test_a_head_request_says_the_same_without_the_body(shop: Shop) -> None:
    got, head = await shop.visitor.get("/"), await shop.visitor.head("/")
    assert head.content == b""
    assert head.headers == got.headers


async def test_what_a_browser_has_already_is_not_sent_again(shop: Shop) -> None:
    first = await shop.visitor.get("/")
    for known in (first.headers["etag"], f'"other", W/{first.headers["etag"]}', "*"):
        again = await shop.visitor.get("/", headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == first.headers["etag"]
        assert again.headers["cache-control"] == "no-cache"
    assert (await shop.visitor.get("/", headers={"If-None-Match": '"other"'})).status_code == 200


async def test_texts_are_compressed_for_those_who_take_it(shop: Shop) -> None:
    async with shop.visitor.stream("GET", "/", headers={"Accept-Encoding": "br, gzip"}) as answer:
        raw = b"".join([part async for part in answer.aiter_raw()])
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["vary"] == "Accept-Encoding"
    assert int(answer.headers["content-length"]) == len(raw) < len(HOME) / 5
    assert gzip.decompress(raw) == HOME
    plain = await shop.visitor.get("/", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.headers["etag"] != answer.headers["etag"]


@pytest.mark.parametrize("path", ["/a/", "/images/ab/r1/320.webp"], ids=["tiny", "picture"])
async def test_what_would_not_get_smaller_is_not_compressed(shop: Shop, path: str) -> None:
    assert "content-encoding" not in (await shop.visitor.get(path, headers={"Accept-Encoding": "gzip"})).headers


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("gzip", True),
        ("br;q=1.0, GZIP;q=0.5", True),
        ("", False),
        ("br", False),
        ("gzip;q=0", False),
        ("gzip; q = 0.000", False),
        ("gzip;q=0.001", True),
        ("x-gzipped", False),
    ],
)
def test_gzip_is_sent_only_where_it_is_accepted(header: str, accepted: bool) -> None:
    assert accepts_gzip(header) is accepted


async def test_a_page_without_its_slash_is_redirected_with_its_query(shop: Shop) -> None:
    answer = await shop.visitor.get("/a?shape=round&q=%C3%A9")
    assert (answer.status_code, answer.headers["location"]) == (308, "/a/?shape=round&q=%C3%A9")
    assert (await shop.visitor.get("/a")).headers["location"] == "/a/"


@pytest.mark.parametrize("path", ["/none", "/none/", "/%2e%2e/%2e%2e/etc/passwd", "//127.0.0.2/", "/a/..%2f"])
async def test_what_is_not_there_gets_the_stores_error_page(shop: Shop, path: str) -> None:
    answer = await shop.visitor.get(f"http://127.0.0.1:8780{path}")
    assert (answer.status_code, answer.content) == (404, b"<h1>not here</h1>")
    assert "etag" not in answer.headers


async def test_nothing_can_be_sent_to_a_store(shop: Shop) -> None:
    answer = await shop.visitor.post("/", content=b"x")
    assert answer.status_code == 405


async def test_a_switch_is_seen_and_an_old_tab_still_finds_its_assets(shop: Shop) -> None:
    assert (await shop.visitor.get("/")).content == HOME
    await make_live(shop.mongo, shop.objects, {"/": b"new", "/assets/x.2.css": b"p{}", "/404.html": b"no"})
    async with asyncio.timeout(10):
        while (await shop.visitor.get("/")).content != b"new":
            pass
    assert (await shop.visitor.get("/assets/x.1.css")).content == b"body{}"
    assert (await shop.visitor.get("/assets/x.2.css")).content == b"p{}"
    assert (await shop.visitor.get("/a/")).status_code == 404
    await roll_back(shop.mongo, SCOPE)
    async with asyncio.timeout(10):
        while (await shop.visitor.get("/")).content != HOME:
            pass
    assert (await shop.visitor.get("/assets/x.2.css")).content == b"p{}"


async def test_every_answer_names_its_release(shop: Shop) -> None:
    first = await live_switch(shop.mongo, SCOPE)
    assert first is not None
    answers = [await shop.visitor.get(path) for path in ("/", "/a", "/gone/", "/assets/x.1.css")]
    answers += [await shop.visitor.head("/"), await shop.visitor.get("/", headers={"If-None-Match": "*"})]
    assert [answer.status_code for answer in answers] == [200, 308, 404, 200, 200, 304]
    assert {answer.headers["x-storeloom-release"] for answer in answers} == {first.release_id[:12]}
    await make_live(shop.mongo, shop.objects, {"/": b"new"})
    assert (await shop.visitor.get("/gone/")).headers["x-storeloom-release"] != first.release_id[:12]
    old = await shop.visitor.get("/assets/x.1.css")
    assert old.headers["x-storeloom-release"] == first.release_id[:12], "it names the release that has it"


async def test_an_asset_of_a_release_not_heard_of_yet_is_found(shop: Shop) -> None:
    """Its page came from another process, which looked at the live pointer a moment later than this one."""
    shop.look_seldom()
    assert (await shop.visitor.get("/")).content == HOME
    await make_live(shop.mongo, shop.objects, {"/": b"new", "/b/": b"b", "/assets/x.2.css": b"p{}"})
    assert (await shop.visitor.get("/assets/x.2.css")).content == b"p{}"
    assert (await shop.visitor.get("/b/")).content == b"b"


async def test_an_earlier_release_that_is_tidied_away_meanwhile_is_not_missed(shop: Shop) -> None:
    shop.look_seldom()
    old = await live_switch(shop.mongo, SCOPE)
    assert old is not None
    await make_live(shop.mongo, shop.objects, {"/": b"new"})
    assert (await shop.visitor.get("/")).content == b"new"  # it knows of both now
    await forget_releases(shop.mongo, SCOPE, keep=1)
    await shop.objects.delete(root_key(SCOPE, old.release_id))
    shop.set_serving(lookup=Lookup(shop.objects, SCOPE))  # what it kept in memory is pushed out
    assert (await shop.visitor.get("/assets/none.css")).status_code == 404


async def test_the_host_name_picks_the_store(mongo: Mongo, mongo_url: str, tmp_path: Path) -> None:
    objects = open_objects(tmp_path.as_uri())
    await make_live(mongo, objects, {"/": b"shop"})
    await make_live(mongo, objects, {"/": b"other"}, StoreScope(SCOPE.tenant_id, "other"))
    async with opened(mongo, mongo_url, tmp_path) as shop:
        assert (await shop.visitor.get("http://shop.localhost:8780/")).content == b"shop"
        assert (await shop.visitor.get("http://Other.localhost/")).content == b"other"
        listed = await shop.visitor.get("/")
        assert 'href="http://other.localhost:8780/"' in listed.text
        assert 'href="http://shop.localhost:8780/"' in listed.text
        unknown = await shop.visitor.get("http://nobody.localhost:8780/")
        assert (unknown.status_code, "no store 'nobody'" in unknown.text) == (404, True)
        assert (await shop.visitor.get("http://no_name.localhost/")).status_code == 400
    async with opened(mongo, mongo_url, tmp_path, default_store="other") as shop:
        assert (await shop.visitor.get("/")).content == b"other"
        assert (await shop.visitor.get("http://shop.localhost/")).content == b"shop"


async def test_a_tenants_stores_are_its_own(mongo: Mongo, mongo_url: str, tmp_path: Path) -> None:
    await make_live(mongo, open_objects(tmp_path.as_uri()), {"/": b"theirs"}, StoreScope("someone", "theirs"))
    async with opened(mongo, mongo_url, tmp_path) as shop:
        assert "None yet" in (await shop.visitor.get("/")).text
        assert (await shop.visitor.get("http://theirs.localhost/")).status_code == 404


async def test_a_store_that_is_not_live_yet_says_how_to_build_it(mongo: Mongo, mongo_url: str, tmp_path: Path) -> None:
    await register_store(mongo, SCOPE)
    async with opened(mongo, mongo_url, tmp_path) as shop:
        answer = await shop.visitor.get("/")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert "storeloom build shop" in answer.text


async def test_a_release_without_an_error_page_answers_in_words(mongo: Mongo, mongo_url: str, tmp_path: Path) -> None:
    await make_live(mongo, open_objects(tmp_path.as_uri()), {"/": b"only"})
    async with opened(mongo, mongo_url, tmp_path) as shop:
        answer = await shop.visitor.get("/none/")
        assert (answer.status_code, answer.text) == (404, "There is no such page.\n")


async def test_a_content_that_is_gone_is_said_without_naming_keys(shop: Shop) -> None:
    await shop.objects.delete(entry_of("/a/", CONTENTS["/a/"]).key)
    answer = await shop.visitor.get("/a/")
    assert (answer.status_code, answer.text) == (500, "A part of this store is missing.\n")


async def test_without_a_database_visitors_are_asked_to_come_back(tmp_path: Path) -> None:
    nobody = "mongodb://127.0.0.1:9/"  # the discard port: nobody listens
    app = create_store_app(
        mongo_url=nobody, objects_url=tmp_path.as_uri(), tenant_id=SCOPE.tenant_id, default_store="shop"
    )
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as visitor,
    ):
        answer = await visitor.get("/")
        await visitor.get("http://made-up.localhost/")
        assert app.state.serving.live._releases == {}, "nothing is kept of what is not known"
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "2"
    assert "try again in a moment" in answer.text


async def test_a_store_below_a_path_is_served_there(mongo: Mongo, mongo_url: str, tmp_path: Path) -> None:
    await make_live(mongo, open_objects(tmp_path.as_uri()), CONTENTS, base_path="/shop")
    async with opened(mongo, mongo_url, tmp_path) as shop:
        assert (await shop.visitor.get("/")).headers["location"] == "/shop/"
        assert (await shop.visitor.get("/shop/a/")).content == b"<h1>a</h1>"


async def test_behind_a_real_server(mongo: Mongo, mongo_url: str, tmp_path: Path) -> None:
    await make_live(mongo, open_objects(tmp_path.as_uri()), CONTENTS)
    app = create_store_app(mongo_url=mongo_url, objects_url=tmp_path.as_uri(), tenant_id=SCOPE.tenant_id)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    listening = socket.create_server(("127.0.0.1", 0))
    port = listening.getsockname()[1]
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as visitor:
        answers = await asyncio.gather(*(visitor.get(path) for path in list(CONTENTS) * 20))
        assert [answer.content for answer in answers] == list(CONTENTS.values()) * 20
        host = await visitor.get("/", headers={"Host": f"shop.localhost:{port}"})
        assert host.content == HOME
        assert (await visitor.head("/")).headers["content-length"] == host.headers["content-length"]
    server.should_exit = True
    await serving
