from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storefront.publishing.history import Switch, before_live


def switches(text: str) -> list[Switch]:
    """ "a b <a" is a build of a, a build of b, a rollback to a."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return [
        Switch(word.lstrip("<"), number, None, "rollback" if word.startswith("<") else "build", now)
        for number, word in enumerate(text.split())
    ]


@pytest.mark.parametrize(
    ("past", "expected"),
    [
        ("", None),
        ("a", None),
        ("a b", "a"),
        ("a b c", "b"),
        ("a b c <b", "a"),  # twice back is two back
        ("a b c <b <a", None),
        ("a b c <b d", "b"),  # c was taken back: d is undone to what visitors saw before it
        ("a b c <a <c", "a"),  # forward again
        ("a b <a a", None),  # an unchanged build after a rollback
        ("a b a", "b"),
        ("a a b b", "a"),
        ("b <x", "b"),  # x is older than the history
    ],
)
def test_the_release_to_go_back_to_is_what_visitors_saw_before(past: str, expected: str | None) -> None:
    assert before_live(switches(past), kept={"a", "b", "c", "d", "x"}) == expected


def test_a_release_that_is_not_kept_is_passed_over() -> None:
    assert before_live(switches("a b c d"), kept={"a", "d"}) == "a"
    assert before_live(switches("a b c d"), kept={"d"}) is None


def test_the_live_release_is_never_its_own_past() -> None:
    assert before_live(switches("a b a"), kept={"a"}) is None
