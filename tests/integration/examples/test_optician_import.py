from __future__ import annotations

from pathlib import Path

from examples.optician import shop
from examples.optician.sample import write_sample
from storefront.catalogue.importing import import_catalogue
from storefront.catalogue.models import Product
from storefront.catalogue.quality import assess
from storefront.catalogue.repository import Catalogue
from storefront.storage.interfaces import Objects
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope


async def test_the_sample_goes_in_whole(mongo: Mongo, objects: Objects, scope: StoreScope, tmp_path: Path) -> None:
    written = write_sample(tmp_path, products=60, photos=6)
    report = await import_catalogue(mongo, objects, scope, tmp_path)
    assert (report.read, report.inserted, report.quarantined, report.notices) == (60, 60, [], [])
    assert (report.photos_stored, report.photos_missing) == (written.photos_drawn, 0)
    products = [Product.model_validate(row) async for row in Catalogue(mongo, scope).product_rows()]
    assert sum(len(product.variants) for product in products) == written.variants
    assert all(item.source.startswith("upload:") for product in products for item in product.media)
    assert {assess(product).score for product in products} == {1.0}
    configuration = await Catalogue(mongo, scope).get_configuration()
    assert configuration is not None
    assert configuration.store_name == shop.configuration().store_name


async def test_a_second_import_changes_nothing(
    mongo: Mongo, objects: Objects, scope: StoreScope, tmp_path: Path
) -> None:
    write_sample(tmp_path, products=61, photos=0)
    await import_catalogue(mongo, objects, scope, tmp_path)
    again = await import_catalogue(mongo, objects, scope, tmp_path)
    assert (again.unchanged, again.inserted, again.updated) == (61, 0, 0)
