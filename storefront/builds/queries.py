"""Reading builds."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from statistics import median

from storefront.builds.models import Build, build_from
from storefront.errors import StoreloomError, UnknownBuild
from storefront.storage.mongo import Document, Mongo
from storefront.tenancy.scope import StoreScope, TenantScope


async def build_by_id(mongo: Mongo, build_id: str) -> Build:
    """For workers, which get ids only. Raises UnknownBuild."""
    return _found(await mongo.control.builds.find_one({"_id": build_id}), build_id)


async def build_of(mongo: Mongo, scope: TenantScope, build_id: str) -> Build:
    """For people and services: another tenant's build is as unknown as none. Raises UnknownBuild."""
    row = await mongo.control.builds.find_one({"_id": build_id, "tenant_id": scope.tenant_id})
    return _found(row, build_id)


async def build_by_request(mongo: Mongo, scope: TenantScope, request_id: str) -> Build:
    row = await mongo.control.builds.find_one({"tenant_id": scope.tenant_id, "request_id": request_id})
    return _found(row, f"with request {request_id}")


async def builds_of_store(mongo: Mongo, scope: StoreScope, limit: int = 20) -> list[Build]:
    """Newest first."""
    rows = mongo.control.builds.find(scope.filter()).sort("number", -1).limit(limit)
    return [build_from(row) async for row in rows]


async def builds_of_tenant(mongo: Mongo, scope: TenantScope, limit: int = 50) -> list[Build]:
    """Newest first."""
    rows = mongo.control.builds.find({"tenant_id": scope.tenant_id}).sort("created_at", -1).limit(limit)
    return [build_from(row) async for row in rows]


async def batches_stopping(mongo: Mongo, build: Build) -> int:
    """How many of the cancelled build's batches a worker may still be at; it looks after each item."""
    at_work = {"state": "cancelled", "$expr": {"$gt": ["$lease_until", "$$NOW"]}}
    return int(await mongo.control.batches.count_documents(build.scope.filter(build_id=build.build_id, **at_work)))


async def builds_among(rows: AsyncIterator[Document], unreadable: list[str]) -> AsyncIterator[Build]:
    """The builds of these rows. Ids of rows that are no build, of another version perhaps, go to `unreadable`: one of
    them must not end what is done for all the others."""
    async for row in rows:
        try:
            build = build_from(row)
        except (KeyError, TypeError, StoreloomError):
            unreadable.append(str(row["_id"]))
        else:
            yield build


def _found(row: Document | None, name: str) -> Build:
    if row is None:
        raise UnknownBuild(f"There is no build {name}.")
    return build_from(row)


async def gone_live(mongo: Mongo, build_ids: Iterable[str]) -> set[str]:
    """Which of these builds went live."""
    wanted = sorted(set(build_ids))
    if not wanted:
        return set()
    rows = mongo.control.builds.find({"_id": {"$in": wanted}, "state": "live"}, {"_id": 1})
    return {row["_id"] async for row in rows}


async def usual_seconds(mongo: Mongo, scope: StoreScope) -> float | None:
    """The median length of the store's last ten live builds, from asking to live; None without any."""
    rows = mongo.control.builds.find(scope.filter(state="live"), {"created_at": 1, "finished_at": 1})
    latest = await rows.sort("number", -1).limit(10).to_list(10)
    return median((row["finished_at"] - row["created_at"]).total_seconds() for row in latest) if latest else None
