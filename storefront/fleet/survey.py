"""The fleet at one moment, for operators: who works on what, when the sweeper was last there, what is left alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from storefront.fleet.circuit_rows import Breaker, breakers_not_closed
from storefront.fleet.presence import Process, processes, slots
from storefront.storage.mongo import Mongo, unavailable_as_ours

SWEEP_LATE_S = 30.0  # sweeps are two seconds apart


@dataclass(frozen=True, slots=True)
class Survey:
    children: dict[str, int]  # at work, by queue; a queue without any is not there
    sweeper: Process | None  # the one that swept last, within a day
    breakers: list[Breaker]  # that are not closed

    @property
    def sweep_is_late(self) -> bool:
        return self.sweeper is None or self.sweeper.unseen_s > SWEEP_LATE_S

    def without_worker(self, queues: Iterable[str]) -> list[str]:
        return [queue for queue in queues if queue not in self.children]


async def survey(mongo: Mongo) -> Survey:
    """Raises ServiceUnavailable."""
    with unavailable_as_ours():
        sweepers = [process for process in await processes(mongo) if process.role == "sweeper"]
        last = min(sweepers, key=lambda sweeper: sweeper.unseen_s, default=None)
        return Survey(await slots(mongo), last, await breakers_not_closed(mongo))
