"""What was learned about photos before: a row per photo, by its digest, in the tenant's `media` collection.

A photo is the tenant's, not one store's: it is looked up by tenant and digest. A row's `store_id` names the store that
brought the photo first.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from storefront.imaging.models import MediaFacts
from storefront.storage.mongo import Mongo, unavailable_as_ours
from storefront.tenancy.scope import StoreScope, TenantScope

# Raise it when probing gives other facts for the same photo; rows of other versions are not believed.
PROBE_VERSION = 1

_FIELDS = tuple(field.name for field in dataclasses.fields(MediaFacts) if field.name != "source_digest")


async def known_facts(mongo: Mongo, scope: StoreScope, digests: Iterable[str]) -> dict[str, MediaFacts]:
    """The facts remembered of these photos, by digest; those never seen are not in it."""
    wanted = sorted(set(digests))
    if not wanted:
        return {}
    with unavailable_as_ours():
        rows = mongo.tenant(scope).media.find(_of_tenant(scope, _id={"$in": wanted}, probe_version=PROBE_VERSION))
        return {row["_id"]: _facts(row) async for row in rows}


async def remember(mongo: Mongo, scope: StoreScope, facts: MediaFacts) -> None:
    """Keep the facts. Two who bring the same photo at the same time write the same row."""
    row = {name: getattr(facts, name) for name in _FIELDS} | {"probe_version": PROBE_VERSION}
    with unavailable_as_ours():
        await mongo.tenant(scope).media.update_one(
            _of_tenant(scope, _id=facts.source_digest),
            {"$set": row, "$setOnInsert": {"store_id": scope.store_id}},
            upsert=True,
        )


def _of_tenant(scope: StoreScope, **conditions: Any) -> dict[str, Any]:
    return TenantScope(scope.tenant_id).filter(**conditions)


def _facts(row: dict[str, Any]) -> MediaFacts:
    return MediaFacts(source_digest=row["_id"], **{name: row[name] for name in _FIELDS})
