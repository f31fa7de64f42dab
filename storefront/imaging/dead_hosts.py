"""Hosts that did not take connections, left alone for a while: a dead photo host costs a build seconds, not an hour."""

from __future__ import annotations

import time
from collections.abc import Callable

FAILURES = 5  # in a row; one failure may be a hiccup
LEFT_ALONE_S = 60.0


class DeadHosts:
    """Counts a host's failures in a row. `clock` gives seconds that only rise."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: dict[str, int] = {}
        self._until: dict[str, float] = {}

    def is_dead(self, host: str) -> bool:
        """True while the host is left alone; after that one attempt is let through to see."""
        return self._until.get(host, 0.0) > self._clock()

    def failed(self, host: str) -> None:
        self._failures[host] = self._failures.get(host, 0) + 1
        if self._failures[host] >= FAILURES:
            self._until[host] = self._clock() + LEFT_ALONE_S

    def answered(self, host: str) -> None:
        self._failures.pop(host, None)
        self._until.pop(host, None)
