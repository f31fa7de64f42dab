"""A value that is read again when it is older than stated, and kept while its source is away."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import Generic, TypeVar

from storefront.errors import ServiceUnavailable

V = TypeVar("V")

PATIENCE_S = 0.25  # how long a caller waits for the source when an older value is known


class Fresh(Generic[V]):
    """One source. Many callers at once cause one read."""

    def __init__(self, read: Callable[[], Awaitable[V]], age_s: float) -> None:
        self._read = read
        self._age_s = age_s
        self._value: tuple[V, float] | None = None  # and when its reading began
        self._reading: asyncio.Task[None] | None = None

    async def get(self, since: float | None = None) -> V:
        """The value as it was at the moment `since` (of `time.monotonic`) or later; else as old as is allowed.

        Raises ServiceUnavailable when none was ever read, and whatever else reading raises.
        """
        wanted = monotonic() - self._age_s if since is None else since
        while self._value is None or self._value[1] < wanted:
            if self._reading is None or self._reading.done():
                self._reading = asyncio.create_task(self._read_again())
            reading = self._reading
            await asyncio.wait({reading}, timeout=PATIENCE_S if self._value else None)
            if self._value and not reading.done():
                break
            reading.result()
        return self._value[0]

    async def _read_again(self) -> None:
        began = monotonic()
        try:
            value = await self._read()
        except ServiceUnavailable:
            if self._value is None:
                raise
            value = self._value[0]
        self._value = (value, began)
