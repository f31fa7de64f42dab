from __future__ import annotations

import pytest

from storefront.builds.states import ENDED, RETRIABLE, STAGES, State, before, http_status, may_move, stage_after

ALL: tuple[State, ...] = ("queued", "running", "live", "failed", "timed_out", "cancelled", "superseded")


def test_stages_follow_one_another_to_the_end() -> None:
    assert STAGES == ("fetch", "plan", "make", "upload", "seo", "deploy")
    assert [stage_after(stage) for stage in STAGES] == ["plan", "make", "upload", "seo", "deploy", None]


def test_only_a_retry_leads_out_of_an_end() -> None:
    assert set(ALL) - ENDED == {"queued", "running"}
    for ended in ENDED:
        onwards = [state for state in ALL if may_move(ended, state)]
        assert onwards == (["running"] if ended in RETRIABLE else [])


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("running", {"queued", "failed", "timed_out"}),
        ("live", {"running"}),
        ("cancelled", {"queued", "running"}),
        ("superseded", {"queued", "running"}),
        ("queued", set()),
    ],
)
def test_before_names_where_a_move_may_come_from(after: State, expected: set[State]) -> None:
    assert set(before(after)) == expected


def test_http_has_five_words() -> None:
    assert [http_status(state) for state in ALL] == [
        "pending", "in_progress", "completed", "failed", "failed", "cancelled", "cancelled",
    ]  # fmt: skip
