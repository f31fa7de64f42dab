"""What people read: a line per round, what was injected, and the line that machines read at the very end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tests.chaos.verdict import Verdict

COLUMNS = ("round", "seed", "faults", "builds", "live", "cancelled", "superseded", "failed", "stall_s", "again")
COLUMNS += ("sweeps", "restarts", "seconds")
WIDTH = 12


@dataclass(frozen=True)
class RoundResult:
    number: int
    seed: int
    verdict: Verdict
    faults: Counter[str] = field(default_factory=Counter)
    restarts: int = 0
    seconds: float = 0.0

    @property
    def good(self) -> bool:
        return not self.verdict.findings


def header() -> str:
    return "".join(f"{name:>{WIDTH}}" for name in COLUMNS)


def row(result: RoundResult) -> str:
    return _cells([result.number, result.seed, *_figures([result])])


def total(results: list[RoundResult]) -> str:
    return _cells(["total", "", *_figures(results)])


def faults(results: Iterable[RoundResult]) -> str:
    """Kinds and how often, the most frequent first."""
    counted = sum((result.faults for result in results), Counter())
    return ", ".join(f"{kind} {number}" for kind, number in counted.most_common())


def last_line(results: list[RoundResult]) -> str:
    return (
        f"rounds={len(results)} faults={_injected(results)} finished={_finished(results)} "
        f"lost={sum(result.verdict.lost for result in results)} "
        f"duplicated={sum(result.verdict.duplicated for result in results)} "
        f"longest_stall_s={_longest_stall(results):.1f}"
    )


def _figures(results: list[RoundResult]) -> list[object]:
    states = sum((result.verdict.states for result in results), Counter())
    return [
        _injected(results),
        states.total(),
        *(states[state] for state in ("live", "cancelled", "superseded")),
        states["failed"] + states["timed_out"],
        f"{_longest_stall(results):.1f}",
        sum(result.verdict.again for result in results),
        sum(result.verdict.sweeps for result in results),
        sum(result.restarts for result in results),
        f"{sum(result.seconds for result in results):.0f}",
    ]


def _cells(values: list[object]) -> str:
    return "".join(f"{value!s:>{WIDTH}}" for value in values)


def _injected(results: list[RoundResult]) -> int:
    return sum(result.faults.total() for result in results)


def _finished(results: list[RoundResult]) -> int:
    states = sum((result.verdict.states for result in results), Counter())
    return states.total() - states["queued"] - states["running"]


def _longest_stall(results: list[RoundResult]) -> float:
    return max((result.verdict.stall_s for result in results), default=0.0)
