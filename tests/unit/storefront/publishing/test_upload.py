from __future__ import annotations

import pytest

from storefront.errors import BrokenPromise
from storefront.publishing.interfaces import Target
from storefront.publishing.targets.local import LocalTarget, marks_prefix
from storefront.publishing.upload import Uploaded, upload_shard
from storefront.storage.interfaces import Objects
from storefront.storage.manifest import Entry
from storefront.storage.objects import open_objects
from tests.factories.releases import SCOPE, entry_of, store_contents, store_shard

CONTENTS = {f"/{number}/": b"page %d" % number for number in range(50)}


@pytest.fixture
def objects() -> Objects:
    return open_objects("memory://")


class Mirror:
    """A target elsewhere: another object store, by path."""

    name = "mirror"

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}
        self.seen: set[str] = set()

    async def has_all_of(self, manifest_digest: str) -> bool:
        return manifest_digest in self.seen

    async def lacking(self, entries: list[Entry]) -> list[Entry]:
        return [entry for entry in entries if entry.path not in self.held]

    async def take(self, entry: Entry, data: bytes) -> None:
        self.held[entry.path] = data

    async def remember(self, manifest_digest: str) -> None:
        self.seen.add(manifest_digest)


async def test_a_target_elsewhere_gets_only_what_it_lacks(objects: Objects) -> None:
    mirror = Mirror()
    target: Target = mirror
    key = await store_contents(objects, CONTENTS)
    mirror.held["/7/"] = CONTENTS["/7/"]
    expected_bytes = sum(map(len, CONTENTS.values())) - len(b"page 7")
    assert await upload_shard(target, objects, key) == Uploaded(50, 49, expected_bytes)
    assert mirror.held == CONTENTS
    assert await upload_shard(target, objects, key) == Uploaded(0, 0, 0)


async def test_an_upload_that_failed_is_not_remembered(objects: Objects) -> None:
    mirror = Mirror()
    key = await store_contents(objects, CONTENTS)
    gone = entry_of("/7/", CONTENTS["/7/"])
    await objects.delete(gone.key)
    with pytest.raises(BrokenPromise, match=gone.key):
        await upload_shard(mirror, objects, key)
    await objects.put(gone.key, CONTENTS["/7/"])
    assert (await upload_shard(mirror, objects, key)).checked == 50
    assert mirror.held == CONTENTS


async def test_the_local_target_looks_at_everything_once_and_takes_nothing(objects: Objects) -> None:
    target = LocalTarget(objects, SCOPE)
    key = await store_contents(objects, CONTENTS)
    assert await upload_shard(target, objects, key) == Uploaded(50, 0, 0)
    assert await upload_shard(target, objects, key) == Uploaded(0, 0, 0)
    marks = [found.key async for found in objects.list(marks_prefix(SCOPE))]
    assert marks == [SCOPE.key("checked", "local", key.rsplit("/", 1)[-1])]
    await target.take(entry_of("/", b"x"), b"x")
    assert await objects.size(entry_of("/", b"x").key) is None


async def test_the_local_target_names_what_is_missing_or_torn(objects: Objects) -> None:
    key = await store_contents(objects, CONTENTS)
    await objects.delete(entry_of("/3/", b"page 3").key)
    await objects.put(entry_of("/4/", b"page 4").key, b"pa")
    with pytest.raises(BrokenPromise) as caught:
        await upload_shard(LocalTarget(objects, SCOPE), objects, key)
    assert "/3/ is missing; /4/ has 2 of 6 bytes." in str(caught.value)


async def test_of_many_missing_a_few_are_named_and_the_rest_counted(objects: Objects) -> None:
    key = await store_shard(objects, [entry_of(path, data) for path, data in CONTENTS.items()])
    with pytest.raises(BrokenPromise, match="and 45 more"):
        await upload_shard(LocalTarget(objects, SCOPE), objects, key)
