"""A seed says everything about a round."""

from __future__ import annotations

from itertools import pairwise

import pytest

from storefront.failpoints import _FAULT
from tests.chaos import asking, breaking
from tests.chaos.planning import FAULTS, LASTS_S, PAUSE_S, PLACES, WISHES, plan_of, seeds_from

SEEDS = range(200)


def test_the_same_seed_gives_the_same_plan() -> None:
    assert plan_of(7) == plan_of(7)
    assert plan_of(7) != plan_of(8)


def test_a_round_of_a_series_is_replayed_by_its_own_seed() -> None:
    seeds = seeds_from(7, 5)
    assert seeds[0] == 7
    assert len(set(seeds)) == 5
    assert seeds_from(seeds[3], 2) == seeds[3:]


def test_faults_come_in_order_and_in_time() -> None:
    for seed in SEEDS:
        times = [fault.at_s for fault in plan_of(seed).faults]
        pauses = [later - earlier for earlier, later in pairwise(times)]
        assert times
        assert times[-1] < LASTS_S
        assert all(PAUSE_S[0] - 0.02 <= pause <= PAUSE_S[1] + 0.02 for pause in pauses)


def test_every_kind_is_drawn_and_can_be_done() -> None:
    plans = [plan_of(seed) for seed in SEEDS]
    assert {fault.kind for plan in plans for fault in plan.faults} == set(FAULTS) == set(breaking.KINDS)
    assert {wish.kind for plan in plans for wish in plan.wishes} == set(WISHES) == set(asking.KINDS)
    assert {plan.new_store_is_broken for plan in plans} == {True, False}


def test_no_request_id_is_used_twice() -> None:
    wishes = [wish.request_id for seed in SEEDS for wish in plan_of(seed).wishes]
    assert len(wishes) == len(set(wishes))


@pytest.mark.parametrize("place", PLACES)
def test_places_are_written_as_failpoints_are(place: str) -> None:
    assert _FAULT.fullmatch(place)
