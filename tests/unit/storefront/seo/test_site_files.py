"""The stage on a real object store, in memory."""

from __future__ import annotations

import json

import pytest

from storefront.errors import BrokenPromise
from storefront.seo.marks import encode_marks
from storefront.seo.site_files import make_site_files
from storefront.seo.web_manifest import web_manifest_path
from storefront.storage.interfaces import Objects
from storefront.storage.manifest import Entry, decode_shard, digest_of, encode_shard
from storefront.storage.objects import open_objects
from storefront.tenancy.scope import StoreScope
from tests.unit.storefront.seo.sites import FACTS, mark

SCOPE = StoreScope("tenant", "optician")
MANIFEST = web_manifest_path(FACTS, "en")


@pytest.fixture
async def objects() -> Objects:
    opened = open_objects("memory://")
    pages = [mark("/", links=["/a/", MANIFEST]), mark("/a/", links=["/", "/gone/"])]
    await opened.put("marks/0", encode_marks(pages[:1]))
    await opened.put("marks/1", encode_marks(pages[1:]))
    paths = [("/", "page"), ("/a/", "page"), ("/assets/main.1f.css", "asset")]
    await opened.put("manifest", encode_shard([Entry(path, "k", "d", 1, "t", kind) for path, kind in paths]))  # type: ignore[arg-type]
    return opened


async def test_files_are_stored_by_content_and_listed(objects: Objects) -> None:
    made = await make_site_files(
        objects, SCOPE, "b1", site_facts=FACTS, marks_keys=["marks/0", "marks/1"], manifest_keys=["manifest"]
    )
    entries = {entry.path: entry for entry in decode_shard(await objects.get(made.manifest_key))}
    [part] = [path for path in entries if path.startswith("/sitemap-00001.")]
    manifests = {MANIFEST, web_manifest_path(FACTS, "es")}
    assert set(entries) == {"/robots.txt", "/sitemap.xml", part, *manifests, "/service-worker.js", "/llms.txt"}
    for entry in entries.values():
        data = await objects.get(entry.key)
        assert entry.key == SCOPE.blob_key(digest_of(data))
        assert (entry.digest, entry.size_bytes, entry.kind) == (digest_of(data), len(data), "site")
    assert b'"/assets/main.1f.css"' in await objects.get(entries["/service-worker.js"].key)
    sitemap = (await objects.get(entries[part].key)).decode()
    assert sitemap.index("https://optik.example/<") < sitemap.index("https://optik.example/a/<")


async def test_findings_are_told_and_kept(objects: Objects) -> None:
    made = await make_site_files(
        objects, SCOPE, "b1", site_facts=FACTS, marks_keys=["marks/0", "marks/1"], manifest_keys=["manifest"]
    )
    assert len(made.errors) == 1
    assert "/gone/" in made.errors[0]
    assert made.warnings == []
    card = json.loads(await objects.get(made.report_key))
    assert made.report_key.startswith(SCOPE.build_key("b1", "seo"))
    assert (card["pages"], card["errors"]) == (2, 1)


async def test_the_same_inputs_give_the_same_files(objects: Objects) -> None:
    keys = {"marks_keys": ["marks/0", "marks/1"], "manifest_keys": ["manifest"]}
    one = await make_site_files(objects, SCOPE, "b1", site_facts=FACTS, **keys)
    two = await make_site_files(objects, SCOPE, "b2", site_facts=FACTS, **keys)
    assert one.manifest_key == two.manifest_key


async def test_a_missing_input_is_a_broken_promise(objects: Objects) -> None:
    with pytest.raises(BrokenPromise):
        await make_site_files(objects, SCOPE, "b1", site_facts=FACTS, marks_keys=["marks/9"], manifest_keys=[])
