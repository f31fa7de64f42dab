from __future__ import annotations

import gzip

import pytest

from storefront.errors import BrokenPromise
from storefront.publishing.bodies import Bodies
from storefront.storage.objects import open_objects
from tests.factories.releases import entry_of


@pytest.mark.parametrize("data", [b"small " * 200, b"large " * 20_000], ids=["small", "large"])
async def test_a_body_is_read_and_compressed_once(data: bytes) -> None:
    objects = open_objects("memory://")
    entry = entry_of("/", data)
    await objects.put(entry.key, data)
    bodies = Bodies(objects)
    compressed = await bodies.gzipped(entry)
    assert gzip.decompress(compressed) == data
    await objects.delete(entry.key)
    assert await bodies.plain(entry) == data
    assert await bodies.gzipped(entry) is compressed


async def test_the_same_text_is_compressed_to_the_same_bytes() -> None:
    objects = open_objects("memory://")
    entry = entry_of("/", b"text " * 100)
    await objects.put(entry.key, b"text " * 100)
    assert await Bodies(objects).gzipped(entry) == await Bodies(objects).gzipped(entry)


async def test_a_body_that_is_gone_is_a_broken_promise() -> None:
    with pytest.raises(BrokenPromise):
        await Bodies(open_objects("memory://")).gzipped(entry_of("/", b"gone"))
