from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import orjson
import pytest

from storefront.errors import BrokenPromise, OperatorsError, RequestInvalid
from storefront.publishing.export import export_release
from storefront.publishing.headers import headers_file
from storefront.publishing.release import Release
from storefront.publishing.tree import Root, ShardRef, encode_root, root_key
from storefront.storage.interfaces import Objects
from storefront.storage.manifest import digest_of
from storefront.storage.objects import open_objects
from tests.factories.releases import SCOPE, entry_of, store_contents

CONTENTS = {
    "/": b"<h1>home</h1>",
    "/a/": b"<h1>a</h1>",
    "/a/b/": b"<h1>b</h1>",
    "/404.html": b"<h1>not here</h1>",
    "/assets/x.1.css": b"body{}",
    "/images/ab/r1/320.webp": b"RIFF",
    "/robots.txt": b"User-agent: *",
}
FILES = {
    "index.html": "/",
    "a/index.html": "/a/",
    "a/b/index.html": "/a/b/",
    "404.html": "/404.html",
    "assets/x.1.css": "/assets/x.1.css",
    "images/ab/r1/320.webp": "/images/ab/r1/320.webp",
    "robots.txt": "/robots.txt",
}


@pytest.fixture
def objects() -> Objects:
    return open_objects("memory://")


async def release_of(objects: Objects, contents: Mapping[str, bytes]) -> Release:
    """A release of one shard, without a database."""
    key = await store_contents(objects, contents)
    root = encode_root(Root("", {}, (ShardRef(min(contents), key.rsplit("/", 1)[-1], len(contents), 0),)))
    await objects.put(root_key(SCOPE, digest_of(root)), root)
    return Release(digest_of(root), "build", "", {}, 0)


def files_in(folder: Path) -> dict[str, bytes]:
    found = {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    found.pop(".storeloom-export", None)
    return found


async def test_a_release_becomes_a_folder_of_the_same_files(objects: Objects, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "site"
    exported = await export_release(objects, SCOPE, await release_of(objects, CONTENTS), folder)
    expected = {file: CONTENTS[path] for file, path in FILES.items()}
    expected["_headers"] = headers_file([entry_of(path, data) for path, data in CONTENTS.items()])
    assert files_in(folder) == expected
    assert (exported.files, exported.bytes) == (8, sum(map(len, expected.values())))
    assert sorted(found.name for found in folder.iterdir() if found.name.startswith(".")) == [".storeloom-export"]


async def test_an_earlier_export_is_brought_up_to_date_and_what_is_not_ours_stays(
    objects: Objects, tmp_path: Path
) -> None:
    await export_release(objects, SCOPE, await release_of(objects, CONTENTS), tmp_path)
    (tmp_path / "CNAME").write_text("shop.example")
    (tmp_path / "a" / "notes.txt").write_text("mine")
    changed = {"/": b"new home", "/c/": b"c", "/assets/x.2.css": b"p{}"}
    exported = await export_release(objects, SCOPE, await release_of(objects, changed), tmp_path)
    assert files_in(tmp_path).keys() == {
        "index.html", "c/index.html", "assets/x.2.css", "_headers", "CNAME", "a/notes.txt",
    }  # fmt: skip
    assert (tmp_path / "index.html").read_bytes() == b"new home"
    assert not (tmp_path / "images").exists()
    assert exported.removed == 6


async def test_exporting_twice_changes_nothing(objects: Objects, tmp_path: Path) -> None:
    release = await release_of(objects, CONTENTS)
    first = await export_release(objects, SCOPE, release, tmp_path)
    before = files_in(tmp_path)
    second = await export_release(objects, SCOPE, release, tmp_path)
    assert files_in(tmp_path) == before
    assert (second.files, second.bytes, second.removed) == (first.files, first.bytes, 0)


async def test_a_page_may_become_a_folder_and_the_other_way_round(objects: Objects, tmp_path: Path) -> None:
    await export_release(objects, SCOPE, await release_of(objects, {"/x": b"file", "/y/z/": b"page"}), tmp_path)
    await export_release(objects, SCOPE, await release_of(objects, {"/x/": b"page", "/y": b"file"}), tmp_path)
    found = files_in(tmp_path)
    assert (found["x/index.html"], found["y"]) == (b"page", b"file")


async def test_a_folder_with_anything_else_is_refused_and_not_touched(objects: Objects, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(RequestInvalid, match="not empty"):
        await export_release(objects, SCOPE, await release_of(objects, CONTENTS), tmp_path)
    assert files_in(tmp_path) == {"thesis.txt": b"years of work"}
    with pytest.raises(RequestInvalid):
        await export_release(objects, SCOPE, await release_of(objects, CONTENTS), tmp_path / "thesis.txt")


@pytest.mark.parametrize(
    "marker", [b"", b"[]", b"{}", b'{"files": ["../outside"]}', b'{"files": ["/etc/passwd"]}', b'{"files": 1}']
)
async def test_an_edited_marker_does_not_lead_out_of_the_folder(
    objects: Objects, tmp_path: Path, marker: bytes
) -> None:
    outside = tmp_path / "outside"
    outside.write_text("keep")
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / ".storeloom-export").write_bytes(marker)
    with pytest.raises(RequestInvalid, match="damaged"):
        await export_release(objects, SCOPE, await release_of(objects, CONTENTS), folder)
    assert outside.read_text() == "keep"


async def test_when_a_content_is_missing_the_earlier_export_stays_whole(objects: Objects, tmp_path: Path) -> None:
    await export_release(objects, SCOPE, await release_of(objects, {"/": b"old"}), tmp_path)
    before = files_in(tmp_path)
    release = await release_of(objects, CONTENTS)
    await objects.delete(entry_of("/a/", CONTENTS["/a/"]).key)
    with pytest.raises(BrokenPromise):
        await export_release(objects, SCOPE, release, tmp_path)
    assert files_in(tmp_path) == before


@pytest.mark.parametrize(
    "paths", [("/a/", "/a/index.html"), ("/a", "/a/"), ("/_headers",), ("/.storeloom-export",), ("/../up",)]
)
async def test_addresses_that_need_one_name_or_ours_are_refused(
    objects: Objects, tmp_path: Path, paths: tuple[str, ...]
) -> None:
    release = await release_of(objects, {path: path.encode() for path in paths})
    with pytest.raises(BrokenPromise, match="cannot become a file"):
        await export_release(objects, SCOPE, release, tmp_path / "site")
    assert not (tmp_path / "site").exists()


async def test_a_folder_that_cannot_be_made_is_said(objects: Objects, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OperatorsError, match="Not a directory"):
        await export_release(objects, SCOPE, await release_of(objects, CONTENTS), tmp_path / "file" / "site")


async def test_the_marker_names_the_release_and_its_files(objects: Objects, tmp_path: Path) -> None:
    release = await release_of(objects, CONTENTS)
    await export_release(objects, SCOPE, release, tmp_path)
    marker = orjson.loads((tmp_path / ".storeloom-export").read_bytes())
    assert marker == {"release_id": release.release_id, "files": sorted([*FILES, "_headers"])}
