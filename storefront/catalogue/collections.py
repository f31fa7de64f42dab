"""A tenant's collections, made ready: validators and indexes. Safe to call at any time, by any number of processes."""

from __future__ import annotations

from typing import Any

from storefront.catalogue.schemas import SCHEMAS
from storefront.storage.mongo import Database, Mongo, OperationFailure, unavailable_as_ours
from storefront.tenancy.scope import TenantScope

Keys = list[tuple[str, int]]

_BY_ID: Keys = [("store_id", 1), ("id", 1)]

INDEXES: dict[str, list[tuple[Keys, bool]]] = {  # keys, unique
    "products": [(_BY_ID, True), ([("store_id", 1), ("category", 1), ("price", 1)], False)],
    "brands": [(_BY_ID, True)],
    "categories": [(_BY_ID, True)],
    "configurations": [([("store_id", 1)], True)],
    "orders": [(_BY_ID, True), ([("store_id", 1), ("created_at", 1)], False)],
    "customers": [(_BY_ID, True), ([("store_id", 1), ("email", 1)], False)],
    "media": [],
    "quarantine": [([("store_id", 1), ("source", 1), ("row", 1)], False)],
}
_EXISTS_ALREADY = 48  # MongoDB's NamespaceExists


async def prepare_collections(mongo: Mongo, scope: TenantScope) -> dict[str, Any]:
    """Create what is missing and bring validators up to date.

    Returns {"collections_created": 8, "created": {"products": {"schema_validation": True, "indexes": [names]}, …}};
    a second call creates nothing: {"collections_created": 0, "created": {}}. Raises ServiceUnavailable.
    """
    database = mongo.tenant(scope)
    created: dict[str, Any] = {}
    with unavailable_as_ours():
        validators = await _validators(database)
        for name, schema in SCHEMAS.items():
            wanted = {"$jsonSchema": schema}
            is_new = name not in validators and await _created(database, name, wanted)
            if not is_new and validators.get(name) != wanted:
                await database.command("collMod", name, validator=wanted)
            indexes = [await database[name].create_index(keys, unique=unique) for keys, unique in INDEXES[name]]
            if is_new:
                created[name] = {"schema_validation": True, "indexes": indexes}
    return {"collections_created": len(created), "created": created}


async def _validators(database: Database) -> dict[str, Any]:
    """Collections there are, with their validators."""
    listed = await database.list_collections()
    return {entry["name"]: entry.get("options", {}).get("validator") async for entry in listed}


async def _created(database: Database, name: str, validator: dict[str, Any]) -> bool:
    """True when this call made it, False when another process was faster."""
    try:
        await database.command("create", name, validator=validator)
    except OperationFailure as error:
        if error.code != _EXISTS_ALREADY:
            raise
        return False
    return True
