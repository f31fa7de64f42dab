"""A host that fails again and again is left alone for a minute; one answer makes it good."""

from __future__ import annotations

from storefront.imaging.dead_hosts import FAILURES, LEFT_ALONE_S, DeadHosts


class _Clock:
    now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def _failing(times: int, clock: _Clock) -> DeadHosts:
    hosts = DeadHosts(clock)
    for _ in range(times):
        hosts.failed("photos.example")
    return hosts


def test_a_few_failures_are_a_hiccup() -> None:
    assert not _failing(FAILURES - 1, _Clock()).is_dead("photos.example")


def test_many_in_a_row_are_not() -> None:
    hosts = _failing(FAILURES, _Clock())
    assert hosts.is_dead("photos.example")
    assert not hosts.is_dead("other.example")


def test_it_is_tried_again_later_and_given_up_at_once() -> None:
    clock = _Clock()
    hosts = _failing(FAILURES, clock)
    clock.now_s += LEFT_ALONE_S
    assert not hosts.is_dead("photos.example")
    hosts.failed("photos.example")
    assert hosts.is_dead("photos.example")


def test_an_answer_makes_it_good() -> None:
    hosts = _failing(FAILURES - 1, _Clock())
    hosts.answered("photos.example")
    hosts.failed("photos.example")
    assert not hosts.is_dead("photos.example")
