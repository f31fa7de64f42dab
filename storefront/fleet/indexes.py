"""Indexes of the control database's processes; made by one idempotent function."""

from __future__ import annotations

from storefront.storage.mongo import Mongo

_FORGOTTEN_AFTER_S = 86_400  # a process that was killed takes no leave


async def prepare_fleet(mongo: Mongo) -> None:
    """A process that has not been seen for a day is forgotten."""
    await mongo.control.processes.create_index("seen_at", name="forget", expireAfterSeconds=_FORGOTTEN_AFTER_S)
