"""One store's catalogue in its tenant's database. Every row carries its content's hash: equal content isn't written."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from storefront.catalogue.models import NOTED, Brand, Category, Product, StoreConfiguration
from storefront.catalogue.quarantine import QuarantinedRow
from storefront.storage.mongo import BulkWriteError, Document, Mongo, Session, UpdateOne, unavailable_as_ours
from storefront.tenancy.scope import StoreScope

Rows = Sequence[Product | Brand | Category]

_OURS = {"_id": 0, "tenant_id": 0, "store_id": 0, "category": 0, "content_hash": 0}  # not fields of the models
_DUPLICATE_KEY = 11000
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Written:
    inserted: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: Written) -> Written:
        return Written(self.inserted + other.inserted, self.updated + other.updated, self.unchanged + other.unchanged)


class Catalogue:
    """Reads and writes within one store; its scope is in every query. All methods raise ServiceUnavailable."""

    def __init__(self, mongo: Mongo, scope: StoreScope) -> None:
        self._database = mongo.tenant(scope)
        self._scope = scope

    async def upsert_products(self, products: Sequence[Product]) -> Written:
        """Insert or replace by id; ids must differ within one call."""
        return await self._upsert("products", products)

    async def upsert_brands(self, brands: Sequence[Brand], *, keep_existing: bool = False) -> Written:
        """As products; with `keep_existing` records that are there stay as they are, whatever they say."""
        return await self._upsert("brands", brands, keep_existing=keep_existing)

    async def upsert_categories(self, categories: Sequence[Category], *, keep_existing: bool = False) -> Written:
        return await self._upsert("categories", categories, keep_existing=keep_existing)

    async def get_configuration(self, session: Session = None) -> StoreConfiguration | None:
        with unavailable_as_ours():
            row = await self._database.configurations.find_one(
                self._scope.filter(), {"_id": 0, "tenant_id": 0}, session=session
            )
        return StoreConfiguration.model_validate(row) if row else None

    async def put_configuration(self, configuration: StoreConfiguration) -> None:
        """Replaces the store's settings; their `store_id` is the scope's."""
        with unavailable_as_ours():
            await self._database.configurations.update_one(
                self._scope.filter(), {"$set": self._scope.filter(**configuration.model_dump())}, upsert=True
            )

    async def get_products_by_category(self, category_id: str, limit: int = 100) -> list[Product]:
        """Products whose first category it is, cheapest first (index store_id, category, price)."""
        query = self._scope.filter(category=category_id)
        with unavailable_as_ours():
            rows = await self._database.products.find(query, _OURS).sort("price", 1).limit(limit).to_list(limit)
        return [Product.model_validate(row) for row in rows]

    async def counts(self) -> dict[str, int]:
        """How many products, brands and categories the store has."""
        with unavailable_as_ours():
            return {
                name: await self._database[name].count_documents(self._scope.filter())
                for name in ("products", "brands", "categories")
            }

    async def product_rows(self, session: Session = None) -> AsyncIterator[Document]:
        """All products in the order of their ids, as stored, not validated: what is bad is the reader's to judge."""
        with unavailable_as_ours():
            cursor = self._database.products.find(self._scope.filter(), _OURS, session=session, batch_size=_BATCH)
            async for row in cursor.sort("id", 1):
                yield row

    async def brands(self, session: Session = None) -> list[Brand]:
        return [Brand.model_validate(row) for row in await self._all("brands", session)]

    async def categories(self, session: Session = None) -> list[Category]:
        return [Category.model_validate(row) for row in await self._all("categories", session)]

    async def remove_others(self, collection: str, keep: set[str]) -> int:
        """Remove the records of a collection whose ids are not among these; how many there were."""
        rows = self._database[collection]
        with unavailable_as_ours():
            cursor = rows.find(self._scope.filter(), {"_id": 0, "id": 1})
            gone = [row["id"] async for row in cursor if row["id"] not in keep]
            for start in range(0, len(gone), _BATCH):
                await rows.delete_many(self._scope.filter(id={"$in": gone[start : start + _BATCH]}))
        return len(gone)

    async def slug_owners(self) -> dict[str, str]:
        """Which product has which slug."""
        with unavailable_as_ours():
            cursor = self._database.products.find(self._scope.filter(), {"_id": 0, "id": 1, "slug": 1})
            return {row["slug"]: row["id"] async for row in cursor}

    async def replace_quarantine(self, source: str, rows: Sequence[QuarantinedRow]) -> None:
        """What an import of a source set aside, instead of what its last import did."""
        with unavailable_as_ours():
            await self._database.quarantine.delete_many(self._scope.filter(source=source))
            documents = [self._scope.filter(source=source, **row.as_dict()) for row in rows]
            for start in range(0, len(documents), _BATCH):
                await self._database.quarantine.insert_many(documents[start : start + _BATCH])

    async def quarantine(self, session: Session = None) -> list[Document]:
        """Rows set aside by the last import of each source, by source and row."""
        without = {"_id": 0, "tenant_id": 0, "store_id": 0}
        with unavailable_as_ours():
            cursor = self._database.quarantine.find(self._scope.filter(), without, session=session)
            rows: list[Document] = await cursor.sort([("source", 1), ("row", 1), ("field", 1)]).to_list(None)
        return rows

    async def _all(self, collection: str, session: Session) -> list[Document]:
        with unavailable_as_ours():
            cursor = self._database[collection].find(self._scope.filter(), _OURS, session=session)
            rows: list[Document] = await cursor.sort("id", 1).to_list(None)
        return rows

    async def _upsert(self, collection: str, records: Rows, *, keep_existing: bool = False) -> Written:
        written = Written()
        for start in range(0, len(records), _BATCH):
            documents = [self._document(record) for record in records[start : start + _BATCH]]
            written += await self._upsert_batch(collection, documents, keep_existing)
        return written

    async def _upsert_batch(self, collection: str, documents: list[Document], keep_existing: bool) -> Written:
        query = self._scope.filter(id={"$in": [document["id"] for document in documents]})
        with unavailable_as_ours():
            found = self._database[collection].find(query, {"_id": 0, "id": 1, "content_hash": 1})
            hashes = {row["id"]: row["content_hash"] async for row in found}
            changed = [
                document
                for document in documents
                if document["id"] not in hashes
                or not (keep_existing or hashes[document["id"]] == document["content_hash"])
            ]
            if changed:
                await self._write(collection, changed)
        updated = sum(document["id"] in hashes for document in changed)
        return Written(len(changed) - updated, updated, len(documents) - len(changed))

    async def _write(self, collection: str, documents: list[Document]) -> None:
        """Upserts, once more if another import put the same ids in at this very moment."""
        updates = [
            UpdateOne(self._scope.filter(id=document["id"]), {"$set": document}, upsert=True) for document in documents
        ]
        try:
            await self._database[collection].bulk_write(updates, ordered=False)
        except BulkWriteError as error:
            if any(failure["code"] != _DUPLICATE_KEY for failure in error.details["writeErrors"]):
                raise
            await self._database[collection].bulk_write(updates, ordered=False)

    def _document(self, record: Product | Brand | Category) -> Document:
        fields: dict[str, Any] = record.model_dump()
        if isinstance(record, Product):
            fields["category"] = record.category_ids[0] if record.category_ids else None
            fields["changed_on"] = datetime.now(UTC).date().isoformat()  # written only where the content's hash differs
        return self._scope.filter(**fields, content_hash=content_hash(record))


def content_hash(record: Product | Brand | Category) -> str:
    """SHA-256 (hex) of everything the record says; not of when it said so first."""
    return hashlib.sha256(record.model_dump_json(exclude=set(NOTED)).encode()).hexdigest()
