from __future__ import annotations

from decimal import Decimal

import orjson
import pytest

from storefront.catalogue.collections import prepare_collections
from storefront.catalogue.models import Product
from storefront.catalogue.quarantine import QuarantinedRow
from storefront.catalogue.repository import Catalogue
from storefront.catalogue.snapshot import read_head, read_products, take_snapshot
from storefront.errors import BrokenPromise, CatalogueRejected, EmptyCatalogue, QuarantineLimitPassed, UnknownStore
from storefront.storage.interfaces import Objects
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope
from tests.factories.catalogue import brand, category, photo, product, store_configuration


@pytest.fixture
async def catalogue(mongo: Mongo, scope: StoreScope) -> Catalogue:
    await prepare_collections(mongo, scope)
    catalogue = Catalogue(mongo, scope)
    await catalogue.put_configuration(store_configuration())
    return catalogue


async def spoil(mongo: Mongo, scope: StoreScope, product_id: str, **fields: object) -> None:
    """A row as an older version, or someone else, may have left it."""
    await mongo.tenant(scope).products.update_one(
        scope.filter(id=product_id), {"$set": fields}, bypass_document_validation=True
    )


async def test_products_in_shards_and_photos_in_lists(
    mongo: Mongo, objects: Objects, scope: StoreScope, catalogue: Catalogue
) -> None:
    shared = photo("https://photos.example/shared.jpg", id="2")
    products = [product(n, media=[photo(f"upload:{n:064}/{n}.jpg"), shared]) for n in range(7, 0, -1)]
    await catalogue.upsert_products(products)
    await catalogue.upsert_brands([brand()])
    await catalogue.upsert_categories([category()])
    snapshot = await take_snapshot(mongo, objects, scope, "b1", products_per_shard=3, photos_per_batch=4)

    prefix = "tenants/acme/stores/shop/builds/b1/snapshot/"
    assert snapshot.product_keys == [f"{prefix}products-0000{n}.jsonl.zst" for n in range(3)]
    assert snapshot.photo_keys == [f"{prefix}photos-0000{n}.json" for n in range(2)]
    assert snapshot.photos == [{"key": key, "count": 4} for key in snapshot.photo_keys]
    assert (snapshot.product_count, snapshot.photo_count, snapshot.quarantined_count) == (7, 8, 0)
    shards = [await read_products(objects, key) for key in snapshot.product_keys]
    assert [[item.id for item in shard] for shard in shards] == [
        ["frame-00001", "frame-00002", "frame-00003"],
        ["frame-00004", "frame-00005", "frame-00006"],
        ["frame-00007"],
    ]
    assert shards[0][0].price == Decimal("149.00")
    assert shards[0][0].changed_on is not None
    assert shards[0][0].model_copy(update={"quality_score": None, "changed_on": None}) == products[-1]
    lists = [orjson.loads(await objects.get(key)) for key in snapshot.photo_keys]
    assert lists[0] == [
        products[-1].media[0].source,
        shared.source,
        products[-2].media[0].source,
        products[-3].media[0].source,
    ]
    head = await read_head(objects, snapshot.head_key)
    assert (head.configuration, head.brands, head.categories) == (store_configuration(), [brand()], [category()])
    assert orjson.loads(await objects.get(snapshot.quarantine_key)) == []


async def test_the_shops_own_pictures_are_taken_in_with_the_photos(
    mongo: Mongo, objects: Objects, scope: StoreScope, catalogue: Catalogue
) -> None:
    logo = photo("https://photos.example/logo.png", id="logo")
    await catalogue.put_configuration(store_configuration(logo=logo))
    await catalogue.upsert_products([product(1, media=[photo("https://photos.example/1.jpg"), logo])])
    snapshot = await take_snapshot(mongo, objects, scope, "b1")
    (key,) = snapshot.photo_keys
    assert orjson.loads(await objects.get(key)) == [logo.source, "https://photos.example/1.jpg"]


async def test_the_same_catalogue_gives_the_same_files(
    mongo: Mongo, objects: Objects, scope: StoreScope, catalogue: Catalogue
) -> None:
    await catalogue.upsert_products([product(n) for n in range(30)])
    for build in ("b1", "b2"):
        await take_snapshot(mongo, objects, scope, build, products_per_shard=20)
    keys = sorted([found.key async for found in objects.list(scope.build_key("b1"))])
    assert len(keys) == 6
    for key in keys:
        assert await objects.get(key) == await objects.get(key.replace("/b1/", "/b2/"))


async def test_what_no_longer_validates_stays_out(
    mongo: Mongo, objects: Objects, scope: StoreScope, catalogue: Catalogue
) -> None:
    await catalogue.upsert_products([product(1), product(2), product(3)])
    await spoil(mongo, scope, "frame-00002", price=Decimal(-1), variants=[])
    await spoil(mongo, scope, "frame-00003", name=None)
    snapshot = await take_snapshot(mongo, objects, scope, "b1")
    assert (snapshot.product_count, snapshot.quarantined_count) == (1, 2)
    stored = orjson.loads(await objects.get(snapshot.quarantine_key))
    assert [(row["product_id"], row["field"], row["raw"], row["stage"]) for row in stored] == [
        ("frame-00002", "price", "-1", "snapshot"),
        ("frame-00003", "name", "", "snapshot"),
    ]


async def test_what_is_too_incomplete_stays_out(
    mongo: Mongo, objects: Objects, scope: StoreScope, catalogue: Catalogue
) -> None:
    await catalogue.put_configuration(store_configuration(min_quality_score=0.7))
    await catalogue.upsert_products([product(1), product(2, media=[], description="")])
    snapshot = await take_snapshot(mongo, objects, scope, "b1")
    (kept,) = await read_products(objects, snapshot.product_keys[0])
    assert (kept.id, kept.quality_score) == ("frame-00001", 1.0)
    (row,) = snapshot.quarantine
    assert (row["product_id"], row["field"]) == ("frame-00002", "media")
    assert "0.60" in row["reason"]
    assert "0.70" in row["reason"]


async def test_one_slug_is_one_products(
    mongo: Mongo, objects: Objects, scope: StoreScope, catalogue: Catalogue
) -> None:
    await catalogue.upsert_products([product(n, slug="round") for n in (2, 1)])
    snapshot = await take_snapshot(mongo, objects, scope, "b1")
    slugs = {item.id: item.slug for item in await read_products(objects, snapshot.product_keys[0])}
    assert slugs == {"frame-00001": "round", "frame-00002": "round-frame-00002"}


async def test_what_imports_set_aside_is_reported_and_counts(
    mongo: Mongo, objects: Objects, scope: StoreScope, catalogue: Catalogue
) -> None:
    await catalogue.upsert_products([product(n) for n in range(3)])
    rows = [
        QuarantinedRow(2, "price", "There is no price.", "Give one."),
        QuarantinedRow(3, "gtin", "…", "…", about="value"),
    ]
    await catalogue.replace_quarantine("frames.csv", rows)
    await catalogue.put_configuration(store_configuration(quarantine_limit_percent=25))
    snapshot = await take_snapshot(mongo, objects, scope, "b1")
    assert snapshot.quarantined_count == 1
    assert [(row["stage"], row["source"], row["about"]) for row in snapshot.quarantine] == [
        ("import", "frames.csv", "product"),
        ("import", "frames.csv", "value"),
    ]
    await catalogue.put_configuration(store_configuration(quarantine_limit_percent=24.9))
    with pytest.raises(QuarantineLimitPassed, match=r"1 of 4 .*\(25 %\).* 24\.9 %.*There is no price"):
        await take_snapshot(mongo, objects, scope, "b2")
    assert len(orjson.loads(await objects.get(scope.build_key("b2", "snapshot", "quarantine.json")))) == 2


async def test_stores_with_nothing_to_build(mongo: Mongo, objects: Objects, scope: StoreScope) -> None:
    with pytest.raises(UnknownStore, match="shop"):
        await take_snapshot(mongo, objects, scope, "b1")
    await prepare_collections(mongo, scope)
    catalogue = Catalogue(mongo, scope)
    await catalogue.put_configuration(store_configuration())
    with pytest.raises(EmptyCatalogue, match="shop"):
        await take_snapshot(mongo, objects, scope, "b1")
    await catalogue.upsert_products([product(1)])
    await spoil(mongo, scope, "frame-00001", currency="?")
    with pytest.raises(CatalogueRejected, match="pattern"):
        await take_snapshot(mongo, objects, scope, "b1")


async def test_a_shard_that_is_gone(objects: Objects, scope: StoreScope) -> None:
    with pytest.raises(BrokenPromise):
        await read_products(objects, scope.build_key("b1", "snapshot", "products-00000.jsonl.zst"))


async def test_large_texts_survive(mongo: Mongo, objects: Objects, scope: StoreScope, catalogue: Catalogue) -> None:
    wordy: Product = product(1, description="<p>Ünïcödé & more</p>" * 4000)
    await catalogue.upsert_products([wordy])
    snapshot = await take_snapshot(mongo, objects, scope, "b1")
    (kept,) = await read_products(objects, snapshot.product_keys[0])
    assert kept.description == wordy.description
