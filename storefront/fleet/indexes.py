"""Indexes of the control database's processes and breakers; made by one idempotent function."""

from __future__ import annotations

from storefront.storage.mongo import Mongo

_FORGOTTEN_AFTER_S = 86_400  # a process that was killed takes no leave


async def prepare_fleet(mongo: Mongo) -> None:
    """A process that has not been heard of for a day is forgotten; a breaker when its row says so."""
    processes, breakers = mongo.control.processes, mongo.control.breakers
    await processes.create_index("seen_at", name="forget", expireAfterSeconds=_FORGOTTEN_AFTER_S)
    await breakers.create_index("forget_at", name="forget_at", expireAfterSeconds=0)
    await breakers.create_index([("state", 1), ("since", -1)], name="not_closed")
