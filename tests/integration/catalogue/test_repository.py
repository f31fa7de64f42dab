from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from storefront.catalogue.collections import prepare_collections
from storefront.catalogue.quarantine import QuarantinedRow
from storefront.catalogue.repository import Catalogue, Written
from storefront.storage.mongo import BulkWriteError, Mongo
from storefront.tenancy.scope import StoreScope
from tests.factories.catalogue import brand, category, product, store_configuration


@pytest.fixture
async def catalogue(mongo: Mongo, scope: StoreScope) -> Catalogue:
    await prepare_collections(mongo, scope)
    return Catalogue(mongo, scope)


async def test_a_second_time_nothing_is_written(catalogue: Catalogue) -> None:
    products = [product(number) for number in range(1, 4)]
    assert await catalogue.upsert_products(products) == Written(inserted=3)
    assert await catalogue.upsert_products(products) == Written(unchanged=3)
    dearer = product(2, price=Decimal("155.50"))
    assert await catalogue.upsert_products([products[0], dearer, product(9)]) == Written(1, 1, 1)
    assert (await catalogue.counts())["products"] == 4


async def test_what_comes_back_is_what_went_in(catalogue: Catalogue) -> None:
    odd = product(1, price=Decimal("0.10"), translations={"es": {"name": "Montura"}}, tags=["a.b", "$c"])
    odd.variants[0].options["screen.size $"] = "13″"
    await catalogue.upsert_products([odd])
    [row] = [row async for row in catalogue.product_rows()]
    assert row == odd.model_dump() | {"changed_on": row["changed_on"]}
    [back] = await catalogue.get_products_by_category("eyeglasses")
    assert back == odd.model_copy(update={"changed_on": row["changed_on"]})


async def test_the_day_of_a_change_is_noted_and_stays(catalogue: Catalogue, mongo: Mongo, scope: StoreScope) -> None:
    """What comes in again as it was keeps its day, whatever day its source speaks of."""
    await catalogue.upsert_products([product(1), product(2)])
    today = datetime.now(UTC).date().isoformat()
    assert [row["changed_on"] async for row in catalogue.product_rows()] == [today, today]
    rows = mongo.tenant(scope).products
    await rows.update_many(scope.filter(), {"$set": {"changed_on": "2020-02-02"}})
    again = product(1).model_copy(update={"changed_on": "2031-01-01"})
    await catalogue.upsert_products([again, product(2, price=Decimal("155.50"))])
    assert [row["changed_on"] async for row in catalogue.product_rows()] == ["2020-02-02", today]


async def test_products_of_a_category_cheapest_first(catalogue: Catalogue) -> None:
    prices = {1: "30.00", 2: "9.50", 3: "100.00", 4: "20.00"}
    await catalogue.upsert_products([product(n, price=Decimal(p)) for n, p in prices.items()])
    await catalogue.upsert_products([product(5, category_ids=["sunglasses", "eyeglasses"], price=Decimal(1))])
    found = await catalogue.get_products_by_category("eyeglasses", limit=3)
    assert [item.price for item in found] == [Decimal("9.50"), Decimal("20.00"), Decimal("30.00")]


async def test_stores_and_tenants_do_not_see_each_other(mongo: Mongo, catalogue: Catalogue) -> None:
    await catalogue.upsert_products([product(1)])
    for other in (StoreScope("acme", "second"), StoreScope("globex", "shop")):
        await prepare_collections(mongo, other)
        stranger = Catalogue(mongo, other)
        assert await stranger.counts() == {"products": 0, "brands": 0, "categories": 0}
        assert await stranger.upsert_products([product(1)]) == Written(inserted=1)
    assert (await catalogue.counts())["products"] == 1


async def test_rows_come_in_the_order_of_their_ids_at_one_moment(mongo: Mongo, catalogue: Catalogue) -> None:
    await catalogue.upsert_products([product(number) for number in (3, 1, 2)])
    async with mongo.snapshot() as session:
        rows = catalogue.product_rows(session)
        ids = [(await anext(rows))["id"]]
        await catalogue.upsert_products([product(4)])
        ids += [row["id"] async for row in rows]
        assert [row["id"] async for row in catalogue.product_rows(session)] == ids
    assert ids == ["frame-00001", "frame-00002", "frame-00003"]
    assert (await catalogue.counts())["products"] == 4


async def test_made_up_records_do_not_replace_told_ones(catalogue: Catalogue) -> None:
    told = brand("Lumen", description="Since 1974.")
    await catalogue.upsert_brands([told])
    written = await catalogue.upsert_brands([brand("Lumen"), brand("Nova")], keep_existing=True)
    assert written == Written(inserted=1, unchanged=1)
    assert await catalogue.brands() == [told, brand("Nova")]
    assert await catalogue.upsert_categories([category()]) == Written(inserted=1)
    assert await catalogue.categories() == [category()]


async def test_settings_are_replaced_as_a_whole(catalogue: Catalogue) -> None:
    assert await catalogue.get_configuration() is None
    await catalogue.put_configuration(store_configuration(opening_hours=["Mo-Fr 9-18"]))
    later = store_configuration(store_name="Lumen Two")
    await catalogue.put_configuration(later)
    assert await catalogue.get_configuration() == later


async def test_the_quarantine_of_a_source_is_its_last_imports(catalogue: Catalogue) -> None:
    def bad(row: int) -> QuarantinedRow:
        return QuarantinedRow(row, "price", "There is no price.", "Give one.")

    await catalogue.replace_quarantine("a.csv", [bad(row) for row in range(2, 900)])
    await catalogue.replace_quarantine("b.csv", [bad(7)])
    await catalogue.replace_quarantine("a.csv", [bad(5)])
    rows = await catalogue.quarantine()
    assert [(row["source"], row["row"]) for row in rows] == [("a.csv", 5), ("b.csv", 7)]
    assert rows[0] == {"source": "a.csv", **bad(5).as_dict()}


async def test_two_imports_of_the_same_products_at_once(catalogue: Catalogue) -> None:
    products = [product(number) for number in range(200)]
    await asyncio.gather(*(catalogue.upsert_products(products) for _ in range(6)))
    assert (await catalogue.counts())["products"] == 200


async def test_what_the_database_refuses_is_not_hidden(catalogue: Catalogue) -> None:
    broken = product(1).model_copy(update={"currency": "euro"})
    with pytest.raises(BulkWriteError):
        await catalogue.upsert_products([broken])
