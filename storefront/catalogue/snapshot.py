"""One build's copy of the catalogue: everything read at one moment, checked, and laid out for the stages after it.

Memory: one shard of products, and for each product its slug and for each photo a digest of 16 bytes.

Decided here: of two products with one slug the one whose id comes first keeps it, the other gets its id behind it
(slugs.py); the quarantine list holds what the last imports set aside (stage "import") and what no longer validates or
is too incomplete (stage "snapshot"), and both count against the store's limit.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

import orjson

from storefront.catalogue.inspection import Inspector
from storefront.catalogue.models import Brand, Category, Product, StoreConfiguration
from storefront.catalogue.quarantine import QuarantinedRow
from storefront.catalogue.repository import Catalogue
from storefront.catalogue.shards import PhotoLists, ProductShards, decode_products
from storefront.errors import CatalogueRejected, EmptyCatalogue, QuarantineLimitPassed, UnknownStore
from storefront.storage.interfaces import Objects
from storefront.storage.mongo import Mongo, Session
from storefront.tenancy.scope import StoreScope

_REASONS_NAMED = 3

Quarantine = list[dict[str, Any]]  # QuarantinedRow's fields, "stage", and "source" for what an import set aside


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Where a build's copy lies and what is in it. `photos` are lists of addresses: {"key", "count"} each."""

    head_key: str
    product_keys: list[str]
    photos: list[dict[str, str | int]]
    quarantine_key: str
    product_count: int
    photo_count: int
    quarantine: Quarantine
    quarantine_limit_percent: float

    @property
    def photo_keys(self) -> list[str]:
        return [str(photos["key"]) for photos in self.photos]

    @property
    def quarantined_count(self) -> int:
        """Whole products set aside; the list also names values, variants and photos left out."""
        return len(_reasons(self.quarantine))


@dataclass(frozen=True, slots=True)
class Head:
    """What every page needs to know of the store beside its products."""

    configuration: StoreConfiguration
    brands: list[Brand]
    categories: list[Category]


async def take_snapshot(
    mongo: Mongo,
    objects: Objects,
    scope: StoreScope,
    build_id: str,
    *,
    products_per_shard: int = 200,
    photos_per_batch: int = 16,
) -> Snapshot:
    """Write `snapshot/…` of the build. The same catalogue gives the same files.

    Raises UnknownStore, EmptyCatalogue, CatalogueRejected (no product is good), QuarantineLimitPassed; the
    quarantine list is written before the last two. Raises ServiceUnavailable, StorageFull.
    """
    key_of = partial(scope.build_key, build_id, "snapshot")
    catalogue = Catalogue(mongo, scope)
    products = ProductShards(objects, key_of, products_per_shard)
    photos = PhotoLists(objects, key_of, photos_per_batch)
    async with mongo.snapshot() as session:
        head = await _head(catalogue, scope, session)
        quarantine = [{**row, "stage": "import"} for row in await catalogue.quarantine(session)]
        quarantine += await _stream(catalogue, session, head.configuration, products, photos)
    await objects.put(key_of("head.json"), encode_head(head))
    await objects.put(key_of("quarantine.json"), orjson.dumps(quarantine))
    limit_percent, reasons = head.configuration.quarantine_limit_percent, _reasons(quarantine)
    check_quarantine(scope, good=products.count, bad=len(reasons), limit_percent=limit_percent, reasons=reasons)
    return Snapshot(
        head_key=key_of("head.json"),
        product_keys=products.keys,
        photos=photos.lists,
        quarantine_key=key_of("quarantine.json"),
        product_count=products.count,
        photo_count=photos.count,
        quarantine=quarantine,
        quarantine_limit_percent=limit_percent,
    )


async def read_head(objects: Objects, key: str) -> Head:
    """Raises BrokenPromise when the file is not there."""
    parts = orjson.loads(await objects.get(key))
    return Head(
        configuration=StoreConfiguration.model_validate(parts["configuration"]),
        brands=[Brand.model_validate(brand) for brand in parts["brands"]],
        categories=[Category.model_validate(category) for category in parts["categories"]],
    )


async def read_products(objects: Objects, key: str) -> list[Product]:
    """One shard's products, in the order of their ids. Raises BrokenPromise when the file is not there."""
    return decode_products(await objects.get(key))


async def _head(catalogue: Catalogue, scope: StoreScope, session: Session) -> Head:
    configuration = await catalogue.get_configuration(session)
    if configuration is None:
        raise UnknownStore(f"There is no store {scope.store_id}.")
    return Head(configuration, await catalogue.brands(session), await catalogue.categories(session))


async def _stream(
    catalogue: Catalogue,
    session: Session,
    configuration: StoreConfiguration,
    products: ProductShards,
    photos: PhotoLists,
) -> Quarantine:
    """Every good product into the files; what stays out is returned."""
    inspector = Inspector(configuration.min_quality_score)
    quarantine: Quarantine = []
    await photos.add(configuration.pictures)
    async for row in catalogue.product_rows(session):
        await asyncio.sleep(0)  # rows come by the hundred: the lease is renewed in between
        outcome = inspector.inspect(row)
        if isinstance(outcome, QuarantinedRow):
            quarantine.append({**outcome.as_dict(), "stage": "snapshot"})
        else:
            await products.add(outcome)
            await photos.add(outcome.media)
    await products.close()
    await photos.close()
    return quarantine


def check_quarantine(scope: StoreScope, *, good: int, bad: int, limit_percent: float, reasons: Iterable[str]) -> None:
    """Nothing to build, or too much set aside, ends the build. Of the reasons the first different ones are told.

    Raises EmptyCatalogue, CatalogueRejected, QuarantineLimitPassed.
    """
    if not good and not bad:
        raise EmptyCatalogue(f"The store {scope.store_id} has no products.")
    named = " ".join(islice(dict.fromkeys(reasons), _REASONS_NAMED))
    if not good:
        raise CatalogueRejected(f"No product of the store {scope.store_id} can be used: {named}")
    percent = 100 * bad / (good + bad)
    if percent > limit_percent:
        raise QuarantineLimitPassed(
            f"{bad} of {good + bad} products of {scope.store_id} are in quarantine ({percent:.0f} %), more than the "
            f"{limit_percent:g} % the store allows: {named}"
        )


def _reasons(quarantine: Quarantine) -> list[str]:
    """Of whole products."""
    return [str(row["reason"]) for row in quarantine if row["about"] == "product"]


def encode_head(head: Head) -> bytes:
    return orjson.dumps(
        {
            "configuration": head.configuration.model_dump(mode="json"),
            "brands": [brand.model_dump(mode="json") for brand in head.brands],
            "categories": [category.model_dump(mode="json") for category in head.categories],
        }
    )
