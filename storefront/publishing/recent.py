"""The values used last, each made once even when many ask for it at the same time."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

V = TypeVar("V")


class Recent(Generic[V]):
    """At most `room` of size; a value's size is 1 unless `size_of` says otherwise."""

    def __init__(self, room: int, size_of: Callable[[V], int] = lambda _: 1) -> None:
        self._room = room
        self._size_of = size_of
        self._used = 0
        self._values: OrderedDict[str, V] = OrderedDict()
        self._making: dict[str, asyncio.Future[V]] = {}

    async def get(self, key: str, make: Callable[[], Awaitable[V]]) -> V:
        """The value under the key, made when it is not there. What `make` raises is raised to all who wait for it."""
        if key in self._values:
            self._values.move_to_end(key)
            return self._values[key]
        if key not in self._making:
            self._making[key] = asyncio.ensure_future(self._made(key, make))
        return await asyncio.shield(self._making[key])

    async def _made(self, key: str, make: Callable[[], Awaitable[V]]) -> V:
        try:
            value = await make()
            self._keep(key, value)
            return value
        finally:
            del self._making[key]

    def _keep(self, key: str, value: V) -> None:
        self._values[key] = value
        self._used += self._size_of(value)
        while self._used > self._room and self._values:
            _, oldest = self._values.popitem(last=False)
            self._used -= self._size_of(oldest)
