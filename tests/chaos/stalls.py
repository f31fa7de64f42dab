"""How long nothing went on while something should have."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

Span = tuple[datetime, datetime]


def longest_stall(open_times: Iterable[Span], moments: Iterable[datetime]) -> Span | None:
    """The longest time without a moment of progress while a build was open; None without builds.

    Where builds of a store overlap, one waits for the other: together they are open once.
    """
    seen = sorted(moments)
    gaps = [gap for span in _merged(open_times) for gap in _gaps(span, seen)]
    return max(gaps, key=seconds_of, default=None)


def seconds_of(span: Span | None) -> float:
    return (span[1] - span[0]).total_seconds() if span else 0.0


def _gaps(span: Span, moments: list[datetime]) -> Iterable[Span]:
    began, ended = span
    return pairwise([began, *(moment for moment in moments if began < moment < ended), ended])


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for began, ended in sorted(spans):
        if merged and began <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(ended, merged[-1][1]))
        else:
            merged.append((began, ended))
    return merged
