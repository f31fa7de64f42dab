"""Waits: bounded, doubling, spread."""

from __future__ import annotations

import statistics
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.errors import BrokenPromise, ServiceUnavailable, StorageThrottled
from storefront.fleet.backoff import PACES, Trouble, delay_after_s, delay_s

TROUBLES = st.sampled_from(sorted(PACES))


@given(TROUBLES, st.integers(1, 10**6), st.integers())
def test_a_wait_lies_between_nothing_and_its_bound(trouble: Trouble, attempt: int, seed: int) -> None:
    pace = PACES[trouble]
    assert 0 <= delay_s(trouble, attempt, Random(seed).random) <= min(pace.most_s, pace.first_s * 2 ** min(attempt, 50))


@given(TROUBLES, st.integers(1, 100), st.floats(0, 1, exclude_max=True))
def test_the_same_draw_never_waits_shorter_after_more_attempts(trouble: Trouble, attempt: int, drawn: float) -> None:
    assert delay_s(trouble, attempt, lambda: drawn) <= delay_s(trouble, attempt + 1, lambda: drawn)


@pytest.mark.parametrize("trouble", sorted(PACES))
def test_bounds_double_up_to_the_limit(trouble: Trouble) -> None:
    pace = PACES[trouble]
    bounds = [pace.bound_s(attempt) for attempt in range(1, 10)]
    assert bounds[0] == pace.first_s
    for before, after in pairwise(bounds):
        assert after == min(before * 2, pace.most_s)
    assert bounds[-1] == pace.most_s


@pytest.mark.parametrize("trouble", sorted(PACES))
def test_those_that_failed_together_come_back_apart(trouble: Trouble) -> None:
    draw = Random(7).random
    waits = [delay_s(trouble, 3, draw) for _ in range(2000)]
    bound = PACES[trouble].bound_s(3)
    assert statistics.mean(waits) == pytest.approx(bound / 2, rel=0.05)
    fullest_tenth = max(sum(part <= wait / bound * 10 < part + 1 for wait in waits) for part in range(10))
    assert fullest_tenth < 2000 * 0.15


@pytest.mark.parametrize(
    ("error", "bound_s"),
    [
        (ServiceUnavailable("MongoDB is away.", retry_after_s=7), 7 + 4),
        (StorageThrottled("Slow down.", retry_after_s=0), 8),
        (BrokenPromise("An object is missing."), 1),
        (ZeroDivisionError(), 1),
    ],
)
def test_each_kind_of_error_has_its_pace(error: Exception, bound_s: float) -> None:
    assert delay_after_s(error, 2, lambda: 1.0) == bound_s


def test_a_missing_server_is_not_asked_sooner_than_it_wants() -> None:
    assert delay_after_s(ServiceUnavailable("Away.", retry_after_s=7), 1, lambda: 0.0) == 7
