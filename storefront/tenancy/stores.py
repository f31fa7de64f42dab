"""A store's row in the control database: made by the first import, gives out numbers, holds the live pointer."""

from __future__ import annotations

from typing import Any

from storefront.errors import UnknownStore
from storefront.storage.mongo import Document, Mongo, ReturnDocument
from storefront.tenancy.scope import StoreScope, TenantScope


async def prepare_stores(mongo: Mongo) -> None:
    await mongo.control.stores.create_index([("tenant_id", 1), ("store_id", 1)], unique=True)


async def register_store(mongo: Mongo, scope: StoreScope) -> None:
    """Make the store known; nothing happens when it is."""
    await mongo.control.stores.update_one(
        scope.filter(),
        [{"$set": {"sequence": {"$ifNull": ["$sequence", 0]}, "created_at": {"$ifNull": ["$created_at", "$$NOW"]}}}],
        upsert=True,
    )


async def store_row(mongo: Mongo, scope: StoreScope) -> Document:
    """The store's row. Raises UnknownStore."""
    row: Document | None = await mongo.control.stores.find_one(scope.filter())
    if row is None:
        raise UnknownStore(f"There is no store {scope.store_id!r}.")
    return row


async def store_ids(mongo: Mongo, scope: TenantScope) -> list[str]:
    rows = mongo.control.stores.find(scope.filter(), {"store_id": 1}).sort("store_id", 1)
    return [row["store_id"] async for row in rows]


async def take_number(mongo: Mongo, scope: StoreScope, session: Any = None) -> int:
    """The next number of the store: whoever asks later has the higher one. Raises UnknownStore."""
    row = await mongo.control.stores.find_one_and_update(
        scope.filter(), {"$inc": {"sequence": 1}}, return_document=ReturnDocument.AFTER, session=session
    )
    if row is None:
        raise UnknownStore(f"There is no store {scope.store_id!r}.")
    return int(row["sequence"])
