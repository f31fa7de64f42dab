from __future__ import annotations

import pytest

from storefront.catalogue.repository import content_hash
from storefront.catalogue.set_aside import Aside
from storefront.errors import PageUnmakeable
from storefront.rendering.left_out import left_out_before, product_of, told
from storefront.rendering.plan_files import PageInput, decode_pages
from storefront.rendering.planning import plan_store
from storefront.rendering.themes import load_theme
from storefront.storage.interfaces import Objects
from storefront.storage.objects import open_objects
from storefront.tenancy.scope import StoreScope
from tests.factories.shops import a_product, write_snapshot

SCOPE = StoreScope("acme", "lumen")
REASON = "It failed 4 times: its worker was lost."


@pytest.fixture
def objects() -> Objects:
    return open_objects("memory://")


async def planned_pages(objects: Objects) -> dict[str, PageInput]:
    left = await write_snapshot(objects, SCOPE, "b1", [a_product(1), a_product(2)])
    plan = await plan_store(objects, SCOPE, "b1", theme=load_theme("modern-minimal"), **left)
    return {page.path: page for key in plan.page_keys for page in decode_pages(await objects.get(key))}


async def test_the_pages_of_all_languages_name_one_product(objects: Objects) -> None:
    pages = await planned_pages(objects)
    products = [product_of(pages[path], REASON) for path in ("/products/frame-1/", "/es/products/frame-1/")]
    assert [told(product, REASON) for product in products] == [
        {"product_id": "p00001", "what": "Frame 1", "reason": REASON}
    ] * 2
    assert {content_hash(product) for product in products} == {content_hash(a_product(1))}, "as in the snapshot"


async def test_another_page_can_not_be_left_out(objects: Objects) -> None:
    with pytest.raises(PageUnmakeable, match=r"^The page /es/shop/ cannot be made\. It failed 4 times.*build STORE"):
        product_of((await planned_pages(objects))["/es/shop/"], REASON)


async def test_what_earlier_builds_set_aside_is_left_out_while_it_is_the_same(objects: Objects) -> None:
    products = [a_product(number) for number in range(1, 5)]
    keys = (await write_snapshot(objects, SCOPE, "b1", products, products_per_shard=3))["product_keys"]
    known = {
        product.id: Aside(content_hash(product), REASON, "b1") for product in (*products[:2], products[3], a_product(9))
    }
    known["p00002"] = Aside("other content", REASON, "b1")
    left = await left_out_before(objects, keys, known)
    assert left == [told(products[0], REASON), told(products[3], REASON)]
    assert await left_out_before(objects, keys, known, besides={"p00001"}) == [told(products[3], REASON)]


async def test_nothing_is_read_where_nothing_is_known(objects: Objects) -> None:
    assert await left_out_before(objects, ["no such file"], {}) == []
    assert await left_out_before(objects, ["no such file"], {"a": Aside("", "", "")}, besides=["a"]) == []
