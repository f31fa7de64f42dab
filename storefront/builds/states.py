"""The states of a build, its stages, and the moves it may make.

    queued ──► running (fetch, plan, make, upload, seo, deploy) ──► live
       │           │
       └───────────┴──► failed · timed_out · cancelled · superseded

A failed or timed-out build may run again by hand (`retry`).
"""

from __future__ import annotations

from typing import Literal, get_args

State = Literal["queued", "running", "live", "failed", "timed_out", "cancelled", "superseded"]
Stage = Literal["fetch", "plan", "make", "upload", "seo", "deploy"]
BatchState = Literal["todo", "running", "done", "dead", "split", "cancelled"]

STAGES: tuple[Stage, ...] = get_args(Stage)
ENDED: frozenset[State] = frozenset({"live", "failed", "timed_out", "cancelled", "superseded"})
RETRIABLE: frozenset[State] = frozenset({"failed", "timed_out"})

_MOVES: dict[State, frozenset[State]] = {
    "queued": frozenset({"running", "failed", "timed_out", "cancelled", "superseded"}),
    "running": frozenset({"live", "failed", "timed_out", "cancelled", "superseded"}),
    "failed": frozenset({"running"}),
    "timed_out": frozenset({"running"}),
    "live": frozenset(),
    "cancelled": frozenset(),
    "superseded": frozenset(),
}

_HTTP_STATUS: dict[State, str] = {
    "queued": "pending",
    "running": "in_progress",
    "live": "completed",
    "failed": "failed",
    "timed_out": "failed",
    "cancelled": "cancelled",
    "superseded": "cancelled",
}


def may_move(before: State, after: State) -> bool:
    return after in _MOVES[before]


def before(after: State) -> list[State]:
    """The states a build may come from: the condition of the update that moves it."""
    return [state for state, targets in _MOVES.items() if after in targets]


def http_status(state: State) -> str:
    """The word the HTTP interface uses (K1 to K3)."""
    return _HTTP_STATUS[state]


def stage_after(stage: Stage) -> Stage | None:
    place = STAGES.index(stage) + 1
    return STAGES[place] if place < len(STAGES) else None
