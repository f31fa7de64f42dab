"""Turns: one at a time per store, in order, and nothing is kept."""

from __future__ import annotations

import asyncio
import gc

from storefront.tenancy.scope import StoreScope
from submitter.turns import Turns

ONE, OTHER = StoreScope("local", "one"), StoreScope("local", "other")


async def test_a_store_lets_in_one_at_a_time_in_order() -> None:
    turns, log = Turns(), list[str]()

    async def visit(name: str) -> None:
        async with turns.of(ONE):
            log.append(f"{name} in")
            await asyncio.sleep(0)
            log.append(f"{name} out")

    await asyncio.gather(*(visit(name) for name in "abc"))
    assert log == ["a in", "a out", "b in", "b out", "c in", "c out"]


async def test_stores_do_not_wait_for_each_other() -> None:
    turns = Turns()
    async with turns.of(ONE), asyncio.timeout(1), turns.of(OTHER):
        assert turns.of(ONE).locked()


async def test_a_lock_is_forgotten_with_its_last_visitor() -> None:
    turns = Turns()
    async with turns.of(ONE):
        assert turns.of(ONE) is turns.of(StoreScope("local", "one"))
    gc.collect()
    assert len(turns._locks) == 0
