"""Turns: one at a time per store, in order, not too many, and nothing is kept."""

from __future__ import annotations

import asyncio

import pytest

from storefront.errors import TooManyRequests
from storefront.tenancy.scope import StoreScope
from submitter.turns import Turns

ONE, OTHER = StoreScope("local", "one"), StoreScope("local", "other")


async def test_requests_for_one_store_take_turns_in_order() -> None:
    turns, log = Turns(), list[str]()

    async def ask(name: str) -> None:
        async with turns.of(ONE):
            log.append(f"{name} in")
            await asyncio.sleep(0)
            log.append(f"{name} out")

    await asyncio.gather(*(ask(name) for name in "abc"))
    assert log == ["a in", "a out", "b in", "b out", "c in", "c out"]


async def test_stores_do_not_wait_for_each_other() -> None:
    turns = Turns()
    async with turns.of(ONE), asyncio.timeout(1), turns.of(OTHER):
        pass


async def test_a_long_row_is_not_joined_but_told() -> None:
    turns = Turns(most_waiting=2)

    async def ask() -> None:
        async with turns.of(ONE):
            await asyncio.sleep(0)

    outcomes = await asyncio.gather(*(ask() for _ in range(5)), return_exceptions=True)
    assert outcomes[:3] == [None, None, None]
    assert [type(outcome) for outcome in outcomes[3:]] == [TooManyRequests, TooManyRequests]


async def test_who_is_refused_does_not_stand_in_the_row() -> None:
    turns = Turns(most_waiting=0)
    async with turns.of(ONE):
        with pytest.raises(TooManyRequests):
            async with turns.of(ONE):
                pass
    async with turns.of(ONE):
        pass


async def test_a_row_is_forgotten_when_nobody_is_in_it() -> None:
    turns = Turns()
    async with turns.of(ONE):
        assert ONE in turns._rows
    assert not turns._rows
