"""Transactions that meet others at the same row."""

from __future__ import annotations

import asyncio

import pytest

from storefront.errors import ServiceUnavailable
from storefront.storage import mongo as module
from storefront.storage.mongo import Mongo, Session

ROW = {"_id": "row"}


async def _add_one(mongo: Mongo, session: Session) -> None:
    await mongo.control.things.update_one(ROW, {"$inc": {"number": 1}}, session=session)


async def test_all_get_their_turn(mongo: Mongo) -> None:
    await mongo.control.things.insert_one({**ROW, "number": 0})
    await asyncio.gather(*(mongo.in_transaction(lambda session: _add_one(mongo, session)) for _ in range(8)))
    assert (await mongo.control.things.find_one(ROW))["number"] == 8


async def test_who_never_gets_its_turn_is_told_to_come_back(mongo: Mongo, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another transaction keeps the row, as a process does that was stopped in one."""
    monkeypatch.setattr(module, "_CONFLICTS_S", 0.2)
    await mongo.control.things.insert_one({**ROW, "number": 0})

    async def keep(session: Session) -> None:
        await _add_one(mongo, session)
        with pytest.raises(ServiceUnavailable, match="others changed the same rows"):
            await mongo.in_transaction(lambda inner: _add_one(mongo, inner))

    async with asyncio.timeout(20):
        await mongo.in_transaction(keep)
    assert (await mongo.control.things.find_one(ROW))["number"] == 1
