from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.chaos.stalls import longest_stall, seconds_of

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


def test_without_builds_nothing_stalls() -> None:
    assert longest_stall([], [at(1)]) is None
    assert seconds_of(None) == 0


def test_the_longest_time_between_two_moments() -> None:
    assert longest_stall([(at(0), at(10))], [at(7), at(1), at(2)]) == (at(2), at(7))


def test_beginning_and_end_are_moments() -> None:
    assert longest_stall([(at(0), at(10))], [at(6)]) == (at(0), at(6))
    assert longest_stall([(at(0), at(10))], [at(3)]) == (at(3), at(10))
    assert longest_stall([(at(0), at(10))], []) == (at(0), at(10))


def test_a_build_that_waits_for_another_does_not_stall() -> None:
    first, waiting = (at(0), at(5)), (at(1), at(8))
    assert longest_stall([waiting, first], [at(2), at(4), at(5), at(7)]) == (at(0), at(2))


def test_between_builds_nothing_has_to_go_on() -> None:
    assert longest_stall([(at(0), at(2)), (at(50), at(51))], []) == (at(0), at(2))
