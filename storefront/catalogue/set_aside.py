"""Products and photos that ended the processes that worked on them: later builds leave them out without touching them.

A store's rows in its tenant's collection `set_aside`: one for each product (by id) and photo, with a digest of what it
held. Changed content is tried again at once, and so is everything with another version of Storeloom and after seven
days. An import that changes a product, a photo or a setting of the store forgets all of its rows: the owner may have
mended what no digest covers, and trying costs a few attempts. One that changes none, as one before every build may,
forgets nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from typing import Literal, NamedTuple

from storefront.storage.mongo import Database, Mongo, ago, literals, unavailable_as_ours
from storefront.tenancy.scope import StoreScope, TenantScope

Kind = Literal["photo", "picture", "product"]  # a photo when taken in, its files when made, a product's pages

KEPT_S = 7 * 24 * 3600.0


class Aside(NamedTuple):
    content: str  # a digest of what it held
    reason: str
    build_id: str  # that found it


async def remember(mongo: Mongo, scope: StoreScope, kind: Kind, asides: Mapping[str, Aside]) -> None:
    """Note what is set aside, by product id or photo digest. Twice is the same as once."""
    rows = await _prepared(mongo, scope)
    with unavailable_as_ours():
        for what, aside in asides.items():
            told = literals({**aside._asdict(), "version": _version()})
            await rows.update_one(scope.filter(kind=kind, what=what), [{"$set": {**told, "at": "$$NOW"}}], upsert=True)


async def recall(mongo: Mongo, scope: StoreScope, kind: Kind) -> dict[str, Aside]:
    """What is still to be left alone, by product id or photo digest, as long as its content is the same."""
    young = {"$expr": {"$gt": ["$at", ago(KEPT_S)]}}
    with unavailable_as_ours():
        rows = mongo.tenant(scope).set_aside.find(scope.filter(kind=kind, version=_version(), **young))
        return {row["what"]: Aside(row["content"], row["reason"], row["build_id"]) async for row in rows}


async def forget(mongo: Mongo, scope: StoreScope) -> int:
    """Let everything of the store be tried again; how many things were set aside."""
    with unavailable_as_ours():
        gone = await mongo.tenant(scope).set_aside.delete_many(scope.filter())
    return int(gone.deleted_count)


async def forget_blamed_by(mongo: Mongo, scope: StoreScope, build_id: str) -> None:
    """Let what this build set aside be tried again: it failed, perhaps since everything did."""
    with unavailable_as_ours():
        await mongo.tenant(scope).set_aside.delete_many(scope.filter(build_id=build_id))


async def _prepared(mongo: Mongo, scope: TenantScope) -> Database:
    """The collection with its indexes; the database removes rows by itself some time after they are too old."""
    rows = mongo.tenant(scope).set_aside
    with unavailable_as_ours():
        await rows.create_index([("store_id", 1), ("kind", 1), ("what", 1)], unique=True)
        await rows.create_index("at", expireAfterSeconds=round(KEPT_S))
    return rows


@cache
def _version() -> str:
    return version("storeloom")
