"""What storeloom doctor finds of the fleet: who is at work, whether the sweeper is, and what is left alone."""

from __future__ import annotations

from collections.abc import Iterator

from config.queues import FOREIGN_QUEUE, QUEUES
from storefront.errors import ServiceUnavailable
from storefront.fleet.circuit_rows import Breaker
from storefront.fleet.survey import Survey, survey
from storefront.storage.mongo import Mongo, is_driver_error
from workers.findings import Finding, ok, warning

_WITHIN_S = 5.0
_START = "Start it with storeloom up, or as the Procfile says."


async def check_fleet(mongo_url: str) -> list[Finding]:
    """Nothing where MongoDB cannot be asked: check_mongo says so."""
    try:
        mongo = Mongo(mongo_url, timeout_s=_WITHIN_S)
    except Exception as error:
        if not (is_driver_error(error) or isinstance(error, ValueError)):  # not a URL
            raise
        return []
    try:
        return list(_about(await survey(mongo)))
    except Exception as error:
        if not (isinstance(error, ServiceUnavailable) or is_driver_error(error)):
            raise
        return []
    finally:
        mongo.close()


def _about(seen: Survey) -> Iterator[Finding]:
    yield _about_workers(seen)
    yield _about_sweeper(seen)
    if not seen.breakers:
        yield ok("No outside service is left alone.")
    for breaker in seen.breakers:
        yield _about_breaker(breaker)


def _about_workers(seen: Survey) -> Finding:
    without = seen.without_worker((*QUEUES, FOREIGN_QUEUE))
    if without:
        return warning(f"Nobody works on {', '.join(without)}: builds wait there.", f"A worker is missing. {_START}")
    counts = ", ".join(f"{queue} {children}" for queue, children in sorted(seen.children.items()))
    return ok(f"Worker processes are at work on every queue ({counts}).")


def _about_sweeper(seen: Survey) -> Finding:
    if seen.sweeper is None:
        return warning("No sweeper has swept within a day: what gets lost stays lost.", _START)
    told = f"The sweeper swept {seen.sweeper.unseen_s:.0f} s ago"
    if seen.sweep_is_late:
        remedy = f"See the sweeper's log. Where it has ended: {_START}"
        return warning(f"{told}, which is late: what gets lost stays lost meanwhile.", remedy)
    return ok(f"{told}, in {seen.sweeper.details['seconds']:g} s.")


def _about_breaker(breaker: Breaker) -> Finding:
    circuit = breaker.circuit
    trouble = f"{breaker.name} ({breaker.kind}) failed {circuit.failures} times in a row: {circuit.reason}."
    if circuit.state == "half_open":
        return warning(trouble, "The next call tries whether it works again.")
    return warning(trouble, f"It is left alone until {circuit.until:%H:%M:%S} UTC, then tried by one call.")
