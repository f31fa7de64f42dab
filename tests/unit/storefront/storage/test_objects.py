"""Every kind of object store behaves alike; local disks and errors besides."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from storefront.errors import (
    BrokenPromise,
    OperatorsError,
    RequestInvalid,
    ServiceUnavailable,
    StorageFull,
    StorageThrottled,
)
from storefront.storage.interfaces import Objects
from storefront.storage.objects import free_bytes, open_objects
from tests.factories.web import raw, web


@pytest.fixture(params=["file", "memory"])
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> Objects:
    return open_objects(f"file://{tmp_path}/made/when missing" if request.param == "file" else "memory://")


async def test_what_is_put_is_got_and_put_again_is_replaced(objects: Objects) -> None:
    await objects.put("a/b", b"first")
    await objects.put("a/b", b"second, longer")
    assert await objects.get("a/b") == b"second, longer"
    assert await objects.size("a/b") == 14


async def test_nothing_at_all_is_an_object_too(objects: Objects) -> None:
    await objects.put("empty", b"")
    assert await objects.get("empty") == b""
    assert await objects.size("empty") == 0


async def test_put_new_writes_once(objects: Objects) -> None:
    assert await objects.put_new("a/b", b"same") is True
    assert await objects.put_new("a/b", b"same") is False
    assert await objects.get("a/b") == b"same"


async def test_of_many_who_put_one_new_key_at_once_one_writes(objects: Objects) -> None:
    written = await asyncio.gather(*(objects.put_new("a/b", b"same") for _ in range(50)))
    assert written.count(True) == 1


async def test_getting_nothing_is_a_broken_promise_that_names_the_key(objects: Objects) -> None:
    with pytest.raises(BrokenPromise, match="tenants/acme/blobs/aa"):
        await objects.get("tenants/acme/blobs/aa")
    assert await objects.size("tenants/acme/blobs/aa") is None


async def test_deleting_twice_is_harmless(objects: Objects) -> None:
    await objects.put("a/b", b"x")
    await objects.delete("a/b")
    await objects.delete("a/b")
    assert await objects.size("a/b") is None


async def test_listing_goes_by_whole_folders_and_tells_size_and_time(objects: Objects) -> None:
    for key in ("a/b/1", "a/b/2/3", "a/bc/4", "d"):
        await objects.put(key, key.encode())
    found = [facts async for facts in objects.list("a/b")]
    assert {facts.key: facts.size_bytes for facts in found} == {"a/b/1": 5, "a/b/2/3": 7}
    assert all(facts.modified_at is not None and facts.modified_at.tzinfo for facts in found)
    assert [facts async for facts in objects.list("nothing/here")] == []


async def test_more_than_one_page_is_listed(objects: Objects) -> None:
    for number in range(1234):
        await objects.put(f"many/{number}", b"")
    assert len({facts.key async for facts in objects.list("many")}) == 1234


async def test_a_reader_sees_a_whole_object_while_it_is_replaced(tmp_path: Path) -> None:
    objects = open_objects(tmp_path.as_uri())
    versions = [bytes([letter]) * 300_000 for letter in b"ab"]
    await objects.put("page", versions[0])

    async def write() -> None:
        for turn in range(20):
            await objects.put("page", versions[turn % 2])

    writing = asyncio.create_task(write())
    seen = 0
    while not writing.done():
        assert await objects.get("page") in versions
        seen += 1
    await writing
    assert seen > 0


async def test_what_a_killed_writer_left_beside_is_not_listed(tmp_path: Path) -> None:
    objects = open_objects(tmp_path.as_uri())
    await objects.put("folder/page", b"whole")
    (tmp_path / "folder" / "page#1").write_bytes(b"hal")
    assert [facts.key async for facts in objects.list("folder")] == ["folder/page"]


async def test_a_file_torn_by_a_power_cut_is_written_again(tmp_path: Path) -> None:
    objects = open_objects(tmp_path.as_uri())
    await objects.put_new("blob", b"content")
    (tmp_path / "blob").write_bytes(b"")
    assert await objects.put_new("blob", b"content") is True
    assert await objects.get("blob") == b"content"


async def test_keys_cannot_leave_the_folder(tmp_path: Path) -> None:
    objects = open_objects((tmp_path / "inside").as_uri())
    (tmp_path / "secret").write_bytes(b"secret")
    with pytest.raises(BrokenPromise, match="not usable"):
        await objects.get("../secret")
    with pytest.raises(BrokenPromise, match="not usable"):
        await objects.put("a/../../outside", b"x")
    assert not (tmp_path / "outside").exists()


async def test_an_unusable_place_on_the_disk_is_said_with_its_reason(tmp_path: Path) -> None:
    objects = open_objects(tmp_path.as_uri())
    await objects.put("file", b"x")
    with pytest.raises(OperatorsError, match=r"could not write file/below \(Not a directory\)"):
        await objects.put("file/below", b"x")
    with pytest.raises(OperatorsError, match="could not make the folder"):
        open_objects((tmp_path / "file").as_uri())


@pytest.mark.parametrize(
    "url",
    [
        "file://relative/folder",
        "file:relative/folder",
        "file:",
        "file:///",
        "ftp://host/x",
        "/plain/folder",
        "s3://",
        "",
    ],
)
def test_unusable_addresses_are_refused_without_repeating_them(url: str) -> None:
    with pytest.raises(RequestInvalid, match="STORELOOM_OBJECTS_URL") as caught:
        open_objects(url)
    assert "relative/folder" not in str(caught.value)


def bucket_at(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Objects:
    for name, value in {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ALLOW_HTTP": "true",
        "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "id",
        "AWS_SECRET_ACCESS_KEY": "very-secret",
    }.items():
        monkeypatch.setenv(name, value)
    return open_objects("s3://bucket/prefix")


@pytest.mark.parametrize(
    ("code", "said", "error"),
    [
        (429, "", StorageThrottled),
        (503, "<Error><Code>SlowDown</Code></Error>", StorageThrottled),
        (503, "<Error><Code>ServerBusy</Code></Error>", StorageThrottled),
        (503, "<Error><Code>InternalError</Code></Error>", ServiceUnavailable),
    ],
)
async def test_a_cloud_that_wants_to_be_asked_less_says_so(
    code: int, said: str, error: type[ServiceUnavailable], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with web() as cloud:
        cloud.at("/bucket/prefix/a/b", raw(f"HTTP/1.1 {code} No\r\nContent-Length: {len(said)}\r\n\r\n", said.encode()))
        with pytest.raises(ServiceUnavailable, match="could not read a/b") as caught:
            await bucket_at(f"http://127.0.0.1:{cloud.port}", monkeypatch).get("a/b")
    assert type(caught.value) is error


async def test_a_cloud_that_does_not_answer_is_unavailable_within_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    objects = bucket_at("http://127.0.0.1:9", monkeypatch)  # the discard port: nobody listens
    async with asyncio.timeout(15):
        with pytest.raises(ServiceUnavailable, match="could not read a/b") as caught:
            await objects.get("a/b")
    assert "very-secret" not in str(caught.value)


def test_free_room_is_known_for_local_disks_only(tmp_path: Path) -> None:
    measured = free_bytes((tmp_path / "not" / "there yet").as_uri())
    assert measured is not None
    assert abs(measured - shutil.disk_usage(tmp_path).free) < 1_000_000_000
    assert free_bytes("s3://bucket") is None


_FULL_DISK = """
import asyncio, sys
from storefront.errors import StorageFull
from storefront.storage.objects import open_objects

async def fill() -> None:
    objects = open_objects("file://" + sys.argv[1])
    for write in (objects.put, objects.put_new):
        try:
            await write("too/large", bytes(200_000))
        except StorageFull as error:
            print(error.code)
    assert [found async for found in objects.list("too")] == []

asyncio.run(fill())
"""


def test_a_full_disk_is_said_and_leaves_nothing_behind(tmp_path: Path) -> None:
    """On a real file system of 64 kB, in a mount namespace of its own."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("needs unshare (util-linux)")
    own = [unshare, "--mount"] if os.geteuid() == 0 else [unshare, "--mount", "--map-root-user"]
    tried = subprocess.run([*own, "true"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip("mount namespaces are not allowed here")
    script = f'mount -t tmpfs -o size=64k none "{tmp_path}" && exec "$0" -c "$1" "{tmp_path}"'
    done = subprocess.run(
        [*own, "sh", "-c", script, sys.executable, _FULL_DISK], capture_output=True, text=True, check=False
    )
    if "mount:" in done.stderr:
        pytest.skip("mounting is not allowed here")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [StorageFull.code] * 2
