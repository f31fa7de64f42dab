"""Many small reads and writes at a time, but never more than a stated number."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from storefront.storage.interfaces import Objects

T = TypeVar("T")
R = TypeVar("R")

AT_A_TIME = 32  # as many as a remote store's threads (objects.py)


async def for_each(items: Iterable[T], do: Callable[[T], Awaitable[R]], *, limit: int = AT_A_TIME) -> list[R]:
    """`do(item)` for every item, at most `limit` at once; results in the items' order.

    Items are taken as they are needed, so an iterator may be longer than memory. After a failure no further item is
    taken, those under way are waited for (a write left alone would outlive its loop), then the first error is raised.
    """
    queue = iter(enumerate(items))
    results: dict[int, R] = {}
    failures: list[Exception] = []

    async def work() -> None:
        try:
            for index, item in queue:
                results[index] = await do(item)
                if failures:
                    return
        except Exception as error:
            failures.append(error)

    async with asyncio.TaskGroup() as group:
        for _ in range(limit):
            group.create_task(work())
    if failures:
        raise failures[0]
    return [results[index] for index in sorted(results)]


async def put_many(objects: Objects, items: Iterable[tuple[str, bytes]], *, limit: int = AT_A_TIME) -> int:
    """Store content-addressed objects; how many were not there before."""
    return sum(await for_each(items, lambda item: objects.put_new(*item), limit=limit))
