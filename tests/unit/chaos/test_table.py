from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from tests.chaos.table import RoundResult, faults, header, last_line, row, total
from tests.chaos.verdict import Verdict

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def result(number: int = 1, findings: list[tuple[str, str]] | None = None, stall_s: float = 1.5) -> RoundResult:
    verdict = Verdict(
        states=Counter(live=3, cancelled=1, running=1),
        findings=findings or [],
        stall=(NOON, NOON + timedelta(seconds=stall_s)),
        again=2,
        sweeps=4,
    )
    return RoundResult(number, 99, verdict, Counter({"web killed": 2, "link cut": 1}), restarts=2, seconds=30.4)


def test_the_last_line_is_for_machines() -> None:
    results = [result(1), result(2, [("lost", "…"), ("duplicated", "…"), ("content", "…"), ("failed", "…")], 12.34)]
    assert last_line(results) == "rounds=2 faults=6 finished=8 lost=1 duplicated=2 longest_stall_s=12.3"
    assert last_line([]) == "rounds=0 faults=0 finished=0 lost=0 duplicated=0 longest_stall_s=0.0"


def test_a_round_with_any_finding_is_not_good() -> None:
    assert result().good
    assert not result(findings=[("leftover", "queue control holds 1 messages")]).good


def test_a_line_per_round_and_a_total() -> None:
    assert row(result()).split() == ["1", "99", "3", "5", "3", "1", "0", "0", "1.5", "2", "4", "2", "30"]
    assert total([result(), result(2)]).split()[:4] == ["total", "6", "10", "6"]
    assert len(header()) == len(row(result())) == len(total([result()]))


def test_faults_are_counted_by_kind() -> None:
    assert faults([result(), result(2)]) == "web killed 4, link cut 2"
