from __future__ import annotations

import orjson
import pytest

from storefront.errors import BrokenPromise
from storefront.publishing.tree import Root, ShardRef, encode_root, read_root, read_shard, root_key
from storefront.storage.manifest import digest_of
from storefront.storage.objects import open_objects
from tests.factories.releases import SCOPE, entry_of, store_shard

ROOT = Root("", {"page": 5}, (ShardRef("/b/", "1" * 64, 2, 10), ShardRef("/m/", "2" * 64, 3, 20)))


@pytest.mark.parametrize(
    ("path", "digest"), [("/a/", None), ("/b/", "1"), ("/c/", "1"), ("/m", "1"), ("/m/", "2"), ("/z/", "2")]
)
def test_the_one_shard_that_may_hold_a_path_is_found(path: str, digest: str | None) -> None:
    shard = ROOT.shard_of(path)
    assert (shard.digest[0] if shard else None) == digest


async def test_a_root_is_read_as_it_was_written() -> None:
    objects = open_objects("memory://")
    data = encode_root(ROOT)
    await objects.put(root_key(SCOPE, digest_of(data)), data)
    assert await read_root(objects, SCOPE, digest_of(data)) == ROOT
    assert ROOT.size_bytes == 30


async def test_a_root_of_another_format_is_refused() -> None:
    objects = open_objects("memory://")
    data = orjson.dumps({"contract": 99})
    await objects.put(root_key(SCOPE, digest_of(data)), data)
    with pytest.raises(BrokenPromise, match="format 99"):
        await read_root(objects, SCOPE, digest_of(data))


async def test_a_damaged_shard_is_noticed() -> None:
    objects = open_objects("memory://")
    key = await store_shard(objects, [entry_of("/", b"home")])
    await objects.put(key, (await objects.get(key)).replace(b"home", b"hole") + b" ")
    with pytest.raises(BrokenPromise, match="damaged"):
        await read_shard(objects, key)
