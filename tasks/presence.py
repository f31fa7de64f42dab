"""A pool child's presence: it notes itself every few seconds, so that others know which queues are worked on."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterable
from importlib.metadata import version

import structlog

from storefront.fleet.presence import NOTED_EVERY_S, leave, note, process_name
from storefront.storage.mongo import Mongo, is_driver_error
from tasks.messages import UNDERSTOOD_VERSIONS

log = structlog.get_logger(__name__)

_QUEUES = "STORELOOM_WORKER_QUEUES"  # an environment reaches forked children and fresh interpreters alike


def tell_queues(queues: Iterable[str]) -> None:
    """Called in a worker's main process before it has children: these are the queues they run tasks of."""
    os.environ[_QUEUES] = ",".join(sorted(queues))


class Presence:
    """This pool child's row among the processes."""

    def __init__(self, mongo: Mongo) -> None:
        self._mongo = mongo
        self._name = process_name()
        self._queues = [name for name in os.environ.get(_QUEUES, "").split(",") if name]
        self._details = {"version": version("storeloom"), "messages": sorted(UNDERSTOOD_VERSIONS)}
        self._noted = True

    async def keep_noting(self) -> None:
        """Until it is cancelled. A database that is away does not end it, and is told of once."""
        while True:
            await self._note()
            await asyncio.sleep(NOTED_EVERY_S)

    async def _note(self) -> None:
        try:
            await note(self._mongo, self._name, "worker", self._queues, self._details)
            self._noted = True
        except Exception as error:
            if not is_driver_error(error):
                raise
            if self._noted:
                log.warning("presence not noted: MongoDB does not answer", reason=str(error)[:200])
            self._noted = False

    async def leave(self) -> None:
        await leave(self._mongo, self._name)
