from __future__ import annotations

from collections.abc import Mapping

import pytest

from storefront.errors import BrokenPromise
from storefront.publishing.lookup import Lookup
from storefront.publishing.sharding import cut
from storefront.publishing.tree import Root, ShardRef, encode_root, root_key
from storefront.storage.interfaces import Objects
from storefront.storage.manifest import digest_of
from storefront.storage.objects import open_objects
from tests.factories.releases import SCOPE, entry_of, store_shard


async def tree(objects: Objects, contents: Mapping[str, bytes], base_path: str = "") -> str:
    """A release's tree of small shards; its id."""
    entries = sorted(entry_of(path, data) for path, data in contents.items())
    shards = []
    for shard in cut(entries, mean_size=2):
        key = await store_shard(objects, shard)
        shards.append(ShardRef(shard[0].path, key.rsplit("/", 1)[-1], len(shard), 0))
    data = encode_root(Root(base_path, {}, tuple(shards)))
    await objects.put(root_key(SCOPE, digest_of(data)), data)
    return digest_of(data)


@pytest.fixture
def objects() -> Objects:
    return open_objects("memory://")


PAGES = {path: path.encode() for path in ("/", "/a/", "/a/b/", "/z/", "/robots.txt", "/404.html", "/assets/x.1.css")}


async def test_every_path_of_a_release_answers_itself(objects: Objects) -> None:
    release_id = await tree(objects, PAGES)
    lookup = Lookup(objects, SCOPE)
    for path, data in PAGES.items():
        answer = await lookup.answer([release_id], path)
        assert answer.status == 200
        assert answer.entry == entry_of(path, data)


@pytest.mark.parametrize(("path", "location"), [("/a", "/a/"), ("/a/b", "/a/b/")])
async def test_a_page_without_its_slash_is_redirected(objects: Objects, path: str, location: str) -> None:
    answer = await Lookup(objects, SCOPE).answer([await tree(objects, PAGES)], path)
    assert (answer.status, answer.location, answer.entry) == (308, location, None)


@pytest.mark.parametrize(
    "path", ["/none/", "/none", "/robots.txt/", "/../etc/passwd", "//a/", "/a/../z/", "a/", "/A/", "/a/\0", "/404"]
)
async def test_anything_else_gets_the_error_page(objects: Objects, path: str) -> None:
    answer = await Lookup(objects, SCOPE).answer([await tree(objects, PAGES)], path)
    assert answer.status == 404
    assert answer.entry == entry_of("/404.html", b"/404.html")


async def test_a_release_without_an_error_page_still_answers(objects: Objects) -> None:
    answer = await Lookup(objects, SCOPE).answer([await tree(objects, {"/m/": b"x"})], "/a/")
    assert (answer.status, answer.entry) == (404, None)


async def test_hashed_names_of_earlier_releases_are_answered_pages_are_not(objects: Objects) -> None:
    old = await tree(objects, {"/": b"old", "/gone/": b"old", "/prices/gone.json": b"1", "/assets/x.old.css": b"old"})
    new = await tree(objects, {"/": b"new", "/assets/x.new.css": b"new"})
    lookup = Lookup(objects, SCOPE)
    assert (await lookup.answer([new, old], "/")).entry == entry_of("/", b"new")
    assert (await lookup.answer([new, old], "/assets/x.old.css")).entry == entry_of("/assets/x.old.css", b"old")
    assert (await lookup.answer([new, old], "/gone/")).status == 404
    assert (await lookup.answer([new, old], "/prices/gone.json")).status == 404, "an old price is no price"
    assert (await lookup.answer([new, old], "/assets/x.none.css")).status == 404


async def test_a_store_below_a_path_is_found_there(objects: Objects) -> None:
    release_id = await tree(objects, PAGES, base_path="/shop")
    lookup = Lookup(objects, SCOPE)
    assert (await lookup.answer([release_id], "/")).location == "/shop/"
    assert (await lookup.answer([release_id], "/shop")).location == "/shop/"
    assert (await lookup.answer([release_id], "/shop/a")).location == "/shop/a/"
    assert (await lookup.answer([release_id], "/shop/a/")).entry == entry_of("/a/", b"/a/")


async def test_what_was_read_once_is_not_read_again(objects: Objects) -> None:
    release_id = await tree(objects, PAGES)
    lookup = Lookup(objects, SCOPE)
    for path in PAGES:
        await lookup.find(release_id, path)
    async for found in objects.list(SCOPE.key("manifests")):
        await objects.delete(found.key)
    assert await lookup.find(release_id, "/a/") == entry_of("/a/", b"/a/")
    with pytest.raises(BrokenPromise):
        await Lookup(objects, SCOPE).find(release_id, "/a/")
