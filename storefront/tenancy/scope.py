"""The one maker of tenants' database names, object keys and filters: no other module puts them together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from storefront.errors import RequestInvalid

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")


def checked_name(value: str, what: str) -> str:
    """A tenant's or store's name: 1-40 characters of a-z, 0-9 and hyphens, so safe in paths and database names."""
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise RequestInvalid(
            f"{what} {value!r} is not usable.",
            remedy="Use 1 to 40 characters of a-z, 0-9 and hyphens, beginning and ending with a letter or digit.",
        )
    return value


@dataclass(frozen=True, slots=True)
class TenantScope:
    """Everything of one tenant."""

    tenant_id: str

    def __post_init__(self) -> None:
        checked_name(self.tenant_id, "The tenant's name")

    @property
    def database_name(self) -> str:
        return f"storeloom_{self.tenant_id}"

    def filter(self, **conditions: Any) -> dict[str, Any]:
        """A query's conditions, always with the tenant among them."""
        return {**conditions, "tenant_id": self.tenant_id}

    def key(self, *parts: str) -> str:
        """An object key below the tenant's prefix."""
        return "/".join(("tenants", self.tenant_id, *parts))

    def blob_key(self, digest: str) -> str:
        """Content by its sha-256 (hex): the same bytes are stored once per tenant."""
        return self.key("blobs", digest[:2], digest)

    def store(self, store_id: str) -> StoreScope:
        return StoreScope(self.tenant_id, store_id)


@dataclass(frozen=True, slots=True)
class StoreScope(TenantScope):
    """Everything of one store of a tenant."""

    store_id: str = ""

    def __post_init__(self) -> None:
        checked_name(self.tenant_id, "The tenant's name")
        checked_name(self.store_id, "The store's name")

    def filter(self, **conditions: Any) -> dict[str, Any]:
        return {**conditions, "tenant_id": self.tenant_id, "store_id": self.store_id}

    def build_key(self, build_id: str, *parts: str) -> str:
        """An object key of one build's working files (snapshot shards, plan shards)."""
        return self.key("stores", self.store_id, "builds", build_id, *parts)
