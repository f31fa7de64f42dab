"""How long to wait before something is tried again: exponential backoff with full jitter.

The wait is drawn evenly between nothing and a bound that doubles with each attempt, up to a limit. Those that failed at
one moment so come back at many. (Marc Brooker: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015: of the
ways compared there, full jitter made the fewest calls.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from storefront.errors import ServiceUnavailable, StorageThrottled

Trouble = Literal["service_unavailable", "storage_throttled", "unknown_error", "photo_host"]


@dataclass(frozen=True, slots=True)
class Pace:
    first_s: float  # the bound after the first attempt
    most_s: float

    def bound_s(self, attempt: int) -> float:
        return min(self.most_s, self.first_s * 2.0 ** min(attempt - 1, 30))  # attempts may be many: excused ones count


PACES: dict[Trouble, Pace] = {
    "service_unavailable": Pace(2.0, 8.0),  # its return is to be noticed soon
    "storage_throttled": Pace(4.0, 60.0),  # asking again soon prolongs it
    "unknown_error": Pace(0.5, 8.0),  # four attempts in all
    "photo_host": Pace(0.5, 4.0),  # three attempts within the time a photo may take
}


def delay_s(trouble: Trouble, attempt: int, random: Callable[[], float]) -> float:
    """Seconds until the next attempt after the `attempt`-th, from 1; `random` gives numbers from 0 to below 1."""
    return random() * PACES[trouble].bound_s(attempt)


def delay_after_s(error: BaseException, attempt: int, random: Callable[[], float]) -> float:
    """The same by what went wrong; never sooner than a missing server asked for."""
    asked_s = error.retry_after_s if isinstance(error, ServiceUnavailable) else 0.0
    return asked_s + delay_s(_trouble(error), attempt, random)


def _trouble(error: BaseException) -> Trouble:
    if isinstance(error, StorageThrottled):
        return "storage_throttled"
    return "service_unavailable" if isinstance(error, ServiceUnavailable) else "unknown_error"
