"""A circuit breaker as a machine of three states, without clock or database.

    closed     calls go through; after so many failures in a row it opens
    open       calls are refused until its time is over
    half_open  one call, the probe, is let through; its success closes, its failure opens again

A probe that never says how it ended is given up after a while, and another one is let through.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

State = Literal["closed", "open", "half_open"]


@dataclass(frozen=True, slots=True)
class Rules:
    failures: int = 5  # in a row; one may be a hiccup
    open_s: float = 300.0
    probe_s: float = 60.0  # longer than any call takes


@dataclass(frozen=True, slots=True)
class Circuit:
    state: State = "closed"
    failures: int = 0  # in a row
    since: datetime | None = None  # in this state; None while nothing has failed
    until: datetime | None = None  # calls are refused; None while closed
    reason: str = ""  # of the last failure, in words

    def refuses(self, now: datetime) -> bool:
        return self.until is not None and now < self.until


CLOSED = Circuit()


def asked(circuit: Circuit, now: datetime, rules: Rules) -> Circuit:
    """Somebody wants to call. A circuit that changes by it has made the caller its probe."""
    if circuit.until is None or circuit.refuses(now):
        return circuit
    return replace(circuit, state="half_open", since=now, until=now + timedelta(seconds=rules.probe_s))


def failed(circuit: Circuit, reason: str, now: datetime, rules: Rules) -> Circuit:
    """A call failed. One that began before the circuit opened says nothing new."""
    if circuit.state == "open":
        return circuit
    failures = circuit.failures + 1
    if circuit.state == "closed" and failures < rules.failures:
        return replace(circuit, failures=failures, since=circuit.since or now, reason=reason)
    return Circuit("open", failures, now, now + timedelta(seconds=rules.open_s), reason)


def succeeded(circuit: Circuit) -> Circuit:
    """A call went well. One that began before the circuit opened does not close it."""
    return circuit if circuit.state == "open" else CLOSED
