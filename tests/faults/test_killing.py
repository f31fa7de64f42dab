"""Processes are killed in the middle of their work."""

from __future__ import annotations

from tests.faults.case import Case


async def test_nothing_goes_wrong(case: Case) -> None:
    """The harness itself: the oracle finds nothing where nothing was broken."""
    await case.shop.stock(8)
    case.fleet.start(case.fleet.worker(), case.fleet.sweeper())
    await case.live(await case.shop.ask())
    sight = await case.check(counters=True)
    assert (sight.again, sight.sweeps) == (0, 0)
