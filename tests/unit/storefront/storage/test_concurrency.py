from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import count

import pytest

from storefront.errors import BrokenPromise
from storefront.storage.concurrency import for_each, put_many
from storefront.storage.objects import open_objects


async def test_results_come_in_the_items_order_and_never_more_than_the_limit_run() -> None:
    running = most = 0

    async def square(number: int) -> int:
        nonlocal running, most
        running += 1
        most = max(most, running)
        for _ in range(20 - number % 20):  # later items finish earlier
            await asyncio.sleep(0)
        running -= 1
        return number * number

    assert await for_each(range(100), square, limit=7) == [number * number for number in range(100)]
    assert most == 7


async def test_after_a_failure_nothing_new_is_taken_and_what_runs_is_waited_for() -> None:
    finished: list[int] = []

    async def work(number: int) -> None:
        if number == 3:
            raise BrokenPromise("three")
        for _ in range(5):
            await asyncio.sleep(0)
        finished.append(number)

    endless = count()
    with pytest.raises(BrokenPromise, match="three"):
        await for_each(endless, work, limit=4)
    assert finished == [0, 1, 2]
    assert next(endless) < 10


async def test_a_failing_source_of_items_is_raised_as_it_is() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise BrokenPromise("the source")

    async def nothing(_: int) -> None: ...

    with pytest.raises(BrokenPromise, match="the source"):
        await for_each(items(), nothing)


async def test_put_many_counts_what_is_new() -> None:
    objects = open_objects("memory://")
    await objects.put("1", b"x")
    assert await put_many(objects, [(str(number), b"x") for number in range(10)]) == 9
    assert await put_many(objects, []) == 0
