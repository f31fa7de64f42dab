"""How many builds may run and wait. The values come from the settings; these defaults are theirs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    tenant_running: int = 4  # builds of one tenant at a time, so that none takes all workers
    tenant_waiting: int = 1000
    waiting: int = 10_000  # of all tenants together
    wait_s: int = 6 * 3600  # a build that did not start by then is ended


USUAL = Limits()
