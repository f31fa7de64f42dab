"""What /health answers, made from a survey of the fleet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from storefront.fleet.circuit_rows import Breaker
from storefront.fleet.survey import Survey

Answers = Literal["ok", "unavailable"]


class Workers(BaseModel):
    by_queue: dict[str, int]  # worker processes at work
    queues_without: list[str]


class Sweeper(BaseModel):
    last_sweep_s_ago: float | None  # None: none within a day
    late: bool


class OpenBreaker(BaseModel):
    """An outside service that keeps failing: left alone until then, or (half_open) tried by one call.

    Which one it is `storeloom doctor` says: anybody may ask here, and which hosts tenants use is theirs to tell.
    """

    kind: str
    state: Literal["open", "half_open"]
    since: datetime
    until: datetime


class Unreadable(BaseModel):
    """Messages that no worker could read and that were set aside."""

    count: int
    remedy: str = "See storeloom doctor."


class Health(BaseModel):
    """Without MongoDB nothing is known of workers, sweeper and breakers; without Redis nothing of its messages."""

    status: Literal["ok", "degraded"]
    mongo: Answers
    redis: Answers
    workers: Workers | None = None
    sweeper: Sweeper | None = None
    breakers: list[OpenBreaker] | None = None
    unreadable_messages: Unreadable | None = None  # None also where there are none


def health_from(seen: Survey | None, unreadable: int | None, queues: Sequence[str]) -> Health:
    """`seen` is None where MongoDB does not answer, the count of `unreadable` messages where Redis does not.

    Open breakers degrade nothing: a tenant's photo host is theirs. Nor do messages: who sent them is not known.
    """
    redis: Answers = "unavailable" if unreadable is None else "ok"
    set_aside = Unreadable(count=unreadable) if unreadable else None
    if seen is None:
        return Health(status="degraded", mongo="unavailable", redis=redis, unreadable_messages=set_aside)
    without = seen.without_worker(queues)
    well = redis == "ok" and not without and not seen.sweep_is_late
    return Health(
        status="ok" if well else "degraded",
        mongo="ok",
        redis=redis,
        workers=Workers(by_queue=dict.fromkeys(without, 0) | seen.children, queues_without=without),
        sweeper=_sweeper(seen),
        breakers=[_open(breaker) for breaker in seen.breakers],
        unreadable_messages=set_aside,
    )


def _sweeper(seen: Survey) -> Sweeper:
    ago_s = None if seen.sweeper is None else round(seen.sweeper.unseen_s, 1)
    return Sweeper(last_sweep_s_ago=ago_s, late=seen.sweep_is_late)


def _open(breaker: Breaker) -> OpenBreaker:
    circuit = breaker.circuit
    return OpenBreaker.model_validate(
        {"kind": breaker.kind, "state": circuit.state, "since": circuit.since, "until": circuit.until}
    )
