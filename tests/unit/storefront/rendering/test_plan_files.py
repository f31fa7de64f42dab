from __future__ import annotations

import orjson
import pytest

from storefront.rendering.photos import image_work
from storefront.rendering.plan_files import (
    ListWriter,
    PageInput,
    ShardWriter,
    SitePlan,
    compressed,
    decode_image_work,
    decode_pages,
)
from storefront.seo.models import SiteFacts
from storefront.storage.interfaces import Objects
from storefront.storage.objects import open_objects
from storefront.tenancy.scope import StoreScope
from tests.factories.shops import photo_outcome
from tests.unit.storefront.rendering.view_models.pages import a_site_plan

SCOPE = StoreScope("acme", "lumen")


@pytest.fixture
def objects() -> Objects:
    return open_objects("memory://")


def a_page(number: int) -> PageInput:
    return PageInput("about", "en", f"/{number}/", {"en": f"/{number}/"}, [("Home", "/")], "T", "D", {"n": number})


async def written(objects: Objects, count: int, per_shard: int) -> ShardWriter:
    writer = ShardWriter(objects, SCOPE, "b1", "pages-{:05}.jsonl.zst", per_shard)
    for number in range(count):
        await writer.add(a_page(number))
    await writer.flush()
    return writer


async def test_pages_are_written_in_shards_and_read_back(objects: Objects) -> None:
    writer = await written(objects, 5, per_shard=2)
    assert writer.keys == [f"tenants/acme/stores/lumen/builds/b1/plan/pages-0000{n}.jsonl.zst" for n in range(3)]
    assert writer.count == 5
    read = [page for key in writer.keys for page in decode_pages(await objects.get(key))]
    assert [page.data for page in read] == [{"n": number} for number in range(5)]
    assert read[0].path == a_page(0).path


async def test_a_part_of_a_shard_is_read_without_looking_at_the_rest() -> None:
    shard = compressed(b"\n".join([b"no json", orjson.dumps(a_page(1)), orjson.dumps(a_page(2)), b"{}"]))
    assert [page.path for page in decode_pages(shard, slice(1, 2))] == ["/1/"]
    assert [page.path for page in decode_pages(shard, slice(1, 3))] == ["/1/", "/2/"]


async def test_no_pages_leave_no_shard(objects: Objects) -> None:
    assert (await written(objects, 0, per_shard=2)).keys == []
    assert len((await written(objects, 4, per_shard=2)).keys) == 2


async def test_the_fingerprint_does_not_depend_on_the_shards(objects: Objects) -> None:
    prints = {(await written(objects, 7, per_shard)).fingerprint for per_shard in (1, 3, 100)}
    assert len(prints) == 1
    assert prints != {(await written(objects, 6, 3)).fingerprint}


async def test_image_work_is_a_plain_list(objects: Objects) -> None:
    facts = [photo_outcome(source).facts for source in "ab"]
    writer = ListWriter(objects, SCOPE, "b1", "images-{:05}.json", 8)
    for one in facts:
        assert one is not None
        await writer.add(image_work(one))
    await writer.flush()
    data = await objects.get(writer.keys[0])
    assert [work["source_digest"] for work in orjson.loads(data)] == [one and one.source_digest for one in facts]
    assert decode_image_work(data) == [image_work(one) for one in facts if one]


def test_the_site_is_read_back_as_it_was() -> None:
    plan = a_site_plan()
    read = SitePlan.decode(plan.encode())
    assert (read.configuration, read.addresses, read.sites) == (plan.configuration, plan.addresses, plan.sites)
    assert SiteFacts.from_dict(read.facts) == SiteFacts.from_dict(plan.facts)
    assert read.encode() == plan.encode()
    assert plan.encode() == a_site_plan().encode()
