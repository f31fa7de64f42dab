"""Requests for one store take turns.

Each is a transaction that takes a number from the store's row. Transactions that meet there start over, and the more
there are the less gets done: of 100 at once the median took 21 s, in turns 1 s. Stores don't wait for each other.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from storefront.errors import TooManyRequests
from storefront.tenancy.scope import StoreScope

MOST_WAITING = 64  # for one store; a turn takes about 10 ms
_SOON_S = 1.0


@dataclass(slots=True)
class _Row:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    length: int = 0  # with the one whose turn it is


class Turns:
    """`async with turns.of(scope): …` lets in one at a time per store, in the order of asking; per process."""

    def __init__(self, most_waiting: int = MOST_WAITING) -> None:
        self._most_waiting = most_waiting
        self._rows: dict[StoreScope, _Row] = {}

    @asynccontextmanager
    async def of(self, scope: StoreScope) -> AsyncIterator[None]:
        """Raises TooManyRequests at once when the row is too long to join."""
        row = self._rows.setdefault(scope, _Row())
        if row.length > self._most_waiting:
            raise TooManyRequests(f"Store {scope.store_id!r} gets too many requests at once.", retry_after_s=_SOON_S)
        row.length += 1
        try:
            async with row.lock:
                yield
        finally:
            row.length -= 1
            if not row.length:
                del self._rows[scope]
