"""Keys that let services in: each names its tenant, is shown once, and is stored only as a digest.

A key is `sl_<id>_<secret>`. The secret has 256 random bits, so a plain SHA-256 is enough to keep it: slow password
hashes guard guessable secrets, and would cost every request their time.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from storefront.errors import NotAllowed
from storefront.storage.mongo import Mongo, literals, unavailable_as_ours
from storefront.tenancy.scope import TenantScope

_PREFIX = "sl"


async def issue_key(mongo: Mongo, scope: TenantScope) -> str:
    """A new key of the tenant. This is the only moment it can be read."""
    key_id, secret = secrets.token_hex(6), secrets.token_hex(32)
    row = {**literals(scope.filter(digest=_digest(secret), revoked=False)), "created_at": "$$NOW"}
    with unavailable_as_ours():
        await mongo.control["keys"].update_one({"_id": key_id}, [{"$set": row}], upsert=True)
    return f"{_PREFIX}_{key_id}_{secret}"


async def first_key(mongo: Mongo, scope: TenantScope) -> str | None:
    """A key for a tenant that has none yet; None when it has one."""
    with unavailable_as_ours():
        has_one = await mongo.control["keys"].find_one({"tenant_id": scope.tenant_id, "revoked": False}, {"_id": 1})
    return None if has_one else await issue_key(mongo, scope)


async def tenant_of(mongo: Mongo, key: str) -> TenantScope:
    """Whose key it is. Raises NotAllowed, with the same words whatever is wrong with it."""
    prefix, _, rest = key.partition("_")
    key_id, _, secret = rest.partition("_")
    with unavailable_as_ours():
        row = await mongo.control["keys"].find_one({"_id": key_id, "revoked": False})
    known = row["digest"] if row else _digest("")
    # Compared in constant time, also for a key that is not known.
    if not hmac.compare_digest(known, _digest(secret)) or prefix != _PREFIX or row is None:
        raise NotAllowed("The API key is missing or not valid.", remedy="Send it as: Authorization: Bearer KEY.")
    return TenantScope(row["tenant_id"])


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
