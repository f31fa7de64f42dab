"""Builds and batches in a real database, brought to where a test begins."""

from __future__ import annotations

from storefront.builds.batches import add_batches, claim, finish
from storefront.builds.indexes import prepare_builds
from storefront.builds.models import Batch, BatchPlan, Build
from storefront.builds.queries import build_by_id
from storefront.builds.starting import start
from storefront.builds.submitting import request_build
from storefront.storage.mongo import Document, Mongo
from storefront.tenancy.scope import StoreScope
from storefront.tenancy.stores import prepare_stores, register_store

SCOPE = StoreScope("local", "optician")


async def known_store(mongo: Mongo, scope: StoreScope = SCOPE) -> StoreScope:
    await prepare_stores(mongo)
    await prepare_builds(mongo)
    await register_store(mongo, scope)
    return scope


async def queued_build(mongo: Mongo, scope: StoreScope = SCOPE, **options: object) -> Build:
    accepted = await request_build(mongo, await known_store(mongo, scope), **options)  # type: ignore[arg-type]
    return await build_by_id(mongo, accepted.build_id)


async def running_build(mongo: Mongo, scope: StoreScope = SCOPE, **options: object) -> Build:
    build = await queued_build(mongo, scope, **options)
    started = await start(mongo, build.build_id)
    assert started is not None
    return await build_by_id(mongo, build.build_id)


async def claimed(mongo: Mongo, build: Build, batch_id: str) -> Batch:
    """A batch that has its row."""
    batch = await claim(mongo, build.build_id, batch_id, build.epoch, worker="test:1", lease_s=30)
    assert batch is not None
    return batch


async def finished(mongo: Mongo, build: Build, batch_id: str, result: Document) -> None:
    assert await finish(mongo, await claimed(mongo, build, batch_id), result)


async def claimed_batch(mongo: Mongo, build: Build, plan: BatchPlan, lease_s: float = 30) -> Batch:
    await add_batches(mongo, build, [plan])
    batch_id = f"{plan.kind}.{plan.index:05}"
    batch = await claim(mongo, build.build_id, batch_id, build.epoch, worker="test:1", lease_s=lease_s)
    assert batch is not None
    return batch


async def done_batch(mongo: Mongo, build: Build, plan: BatchPlan, result: Document) -> Batch:
    batch = await claimed_batch(mongo, build, plan)
    assert await finish(mongo, batch, result)
    return batch
