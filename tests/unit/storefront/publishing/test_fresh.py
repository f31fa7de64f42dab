from __future__ import annotations

import asyncio
from time import monotonic

import pytest

from storefront.errors import ServiceUnavailable, UnknownStore
from storefront.publishing.fresh import Fresh


class Source:
    """Counts its reads; what it gives or raises can be changed, and it can be held up."""

    def __init__(self) -> None:
        self.reads = 0
        self.gives: int | Exception = 1
        self.open = asyncio.Event()
        self.open.set()

    async def read(self) -> int:
        self.reads += 1
        await self.open.wait()
        if isinstance(self.gives, Exception):
            raise self.gives
        return self.gives


async def test_a_young_value_is_not_read_again() -> None:
    source = Source()
    fresh = Fresh(source.read, age_s=3600)
    assert await asyncio.gather(*(fresh.get() for _ in range(5))) == [1] * 5
    source.gives = 2
    assert await fresh.get() == 1
    assert source.reads == 1


async def test_an_old_value_is_read_again() -> None:
    source = Source()
    fresh = Fresh(source.read, age_s=0)
    assert await fresh.get() == 1
    source.gives = 2
    assert await fresh.get() == 2


async def test_while_the_source_is_away_the_last_value_stays() -> None:
    source = Source()
    fresh = Fresh(source.read, age_s=0)
    await fresh.get()
    source.gives = ServiceUnavailable("away")
    assert await fresh.get() == 1
    source.gives = 3
    assert await fresh.get() == 3


async def test_a_slow_source_holds_nobody_up_who_knows_a_value() -> None:
    source = Source()
    fresh = Fresh(source.read, age_s=0)
    await fresh.get()
    source.gives = 2
    source.open.clear()
    assert await fresh.get() == 1
    assert await fresh.get() == 1
    assert source.reads == 2  # the one under way serves all
    source.open.set()
    assert await fresh.get() == 2


async def test_without_any_value_the_failure_is_told() -> None:
    source = Source()
    fresh = Fresh(source.read, age_s=0)
    source.gives = ServiceUnavailable("away")
    with pytest.raises(ServiceUnavailable):
        await fresh.get()
    source.gives = UnknownStore("no such store")
    with pytest.raises(UnknownStore):
        await fresh.get()


async def test_who_asks_for_no_older_than_a_moment_gets_it_read_since() -> None:
    source = Source()
    fresh = Fresh(source.read, age_s=3600)
    await fresh.get()
    source.gives = 2
    assert await fresh.get(since=0) == 1
    moment = monotonic()
    assert await asyncio.gather(*(fresh.get(since=moment) for _ in range(5))) == [2] * 5
    assert source.reads == 2
    source.gives = ServiceUnavailable("away")
    assert await fresh.get(since=monotonic()) == 2


async def test_a_reading_that_began_before_the_moment_does_not_count() -> None:
    source = Source()
    source.open.clear()
    fresh = Fresh(source.read, age_s=3600)
    first = asyncio.create_task(fresh.get())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert source.reads == 1
    later = asyncio.create_task(fresh.get(since=monotonic()))
    await asyncio.sleep(0)
    source.open.set()
    assert (await first, await later) == (1, 1)
    assert source.reads == 2
