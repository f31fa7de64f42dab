"""The key that a store's prices are signed with for its own order endpoint: one per store, known to its tenant alone.

Both sides need the same secret, so it is kept as it is, in the control database and nowhere else: no object, log, row
of a build or page holds it. Made when it is first asked for.
"""

from __future__ import annotations

import secrets

from storefront.storage.mongo import Document, Mongo, ReturnDocument, literals, unavailable_as_ours
from storefront.tenancy.scope import StoreScope

COLLECTION = "checkout_keys"
_BYTES = 32  # as many as SHA-256 puts out: RFC 7518, section 3.2


async def checkout_key(mongo: Mongo, scope: StoreScope) -> str:
    """The store's key, in hex; its text is the key, not the bytes it stands for. Raises ServiceUnavailable."""
    row = literals(scope.filter(secret=secrets.token_hex(_BYTES)))
    kept = {name: {"$ifNull": [f"${name}", value]} for name, value in row.items()}
    return await _secret(mongo, scope, {**kept, "created_at": {"$ifNull": ["$created_at", "$$NOW"]}})


async def rotate_checkout_key(mongo: Mongo, scope: StoreScope) -> str:
    """A new key in place of the store's; the next build signs with it. Raises ServiceUnavailable."""
    row = literals(scope.filter(secret=secrets.token_hex(_BYTES)))
    return await _secret(mongo, scope, {**row, "created_at": "$$NOW"})


async def _secret(mongo: Mongo, scope: StoreScope, values: Document) -> str:
    with unavailable_as_ours():
        row = await mongo.control[COLLECTION].find_one_and_update(
            {"_id": f"{scope.tenant_id}/{scope.store_id}"},
            [{"$set": values}],
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
    return str(row["secret"])
