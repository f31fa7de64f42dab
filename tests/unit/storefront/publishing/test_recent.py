from __future__ import annotations

import asyncio

import pytest

from storefront.errors import BrokenPromise
from storefront.publishing.recent import Recent


async def test_a_value_is_made_once_for_many_who_ask_at_once() -> None:
    made: list[str] = []

    async def make() -> str:
        made.append("value")
        await asyncio.sleep(0)
        return "value"

    recent: Recent[str] = Recent(2)
    assert await asyncio.gather(*(recent.get("a", make) for _ in range(10))) == ["value"] * 10
    assert made == ["value"]


async def test_what_was_not_used_for_longest_goes_first() -> None:
    made: list[str] = []

    async def ask(key: str) -> None:
        async def make() -> str:
            made.append(key)
            return key

        await recent.get(key, make)

    recent: Recent[str] = Recent(2)
    for key in "abacab":
        await ask(key)
    assert made == ["a", "b", "c", "b"]


async def test_room_may_be_counted_in_bytes_and_what_is_larger_than_all_of_it_is_not_kept() -> None:
    recent: Recent[bytes] = Recent(10, len)
    made: list[int] = []

    async def ask(size: int) -> None:
        async def make() -> bytes:
            made.append(size)
            return bytes(size)

        await recent.get(str(size), make)

    for size in (4, 6, 4, 6, 11, 11, 4):
        await ask(size)
    assert made == [4, 6, 11, 11, 4]


async def test_a_failure_is_told_to_all_who_wait_and_not_kept() -> None:
    async def fail() -> str:
        await asyncio.sleep(0)
        raise BrokenPromise("gone")

    async def succeed() -> str:
        return "there again"

    recent: Recent[str] = Recent(2)
    outcomes = await asyncio.gather(*(recent.get("a", fail) for _ in range(3)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [BrokenPromise] * 3
    with pytest.raises(BrokenPromise):
        await recent.get("a", fail)
    assert await recent.get("a", succeed) == "there again"


async def test_a_visitor_who_leaves_does_not_stop_what_others_wait_for() -> None:
    gate = asyncio.Event()

    async def make() -> str:
        await gate.wait()
        return "value"

    recent: Recent[str] = Recent(2)
    leaving, staying = (asyncio.create_task(recent.get("a", make)) for _ in range(2))
    await asyncio.sleep(0)
    leaving.cancel()
    gate.set()
    assert await staying == "value"
