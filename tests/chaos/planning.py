"""What a round will do, all of it drawn from its seed beforehand: the same seed, the same plan."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

LASTS_S = 18.0  # new faults and requests come for so long; then everything is healed
PAUSE_S = (1.0, 6.0)  # between two faults, drawn with a leaning to the short ones
STANDING_STORES = 2  # stores that are there in every round; one more is new in each
CATALOGUES = 4  # different ones of a standing store
SHARE_BROKEN = 0.25  # of the new stores

# What may break, and how often as against the others.
FAULTS: dict[str, int] = {
    "child killed": 5,
    "worker killed": 3,
    "worker's main process killed": 1,
    "worker told to stop": 2,
    "worker frozen": 3,
    "worker breaks at a place": 8,
    "sweeper killed": 2,
    "sweeper frozen": 1,
    "beat killed": 1,
    "web killed": 2,
    "Redis killed": 3,
    "Redis flushed": 3,
    "Redis hangs up": 2,
    "Redis frozen": 1,
    "Redis full": 1,
    "MongoDB killed": 2,
    "MongoDB frozen": 1,
    "link cut": 3,
    "link frozen": 2,
    "link half closed": 1,
    "link slow": 2,
    "messages repeated": 4,
    "messages dropped": 3,
    "malformed message": 1,
    "unknown version": 1,
}

# Where a worker may break (storefront/failpoints.py), once, and how.
PLACES = (
    "item.after_claim=kill",
    "item.after_claim=raise",
    "item.after_claim=memory",
    "item.before_done=kill",
    "item.before_done=segv",
    "item.before_done=exit",
    "publish[storeloom.render_pages]=kill",
    "publish[storeloom.close_stage]=kill",
    "upload.mid_object=kill",
    "deploy.before_swap=kill",
    "deploy.after_swap=kill",
    "close.before_cas=kill",
    "close.after_cas=kill",
    "close.after_cas=raise",
    "close.after_publish=kill",
    "backend.after_store=kill",
    "submit.after_row=kill",
    "task[storeloom.start_build]=kill",
    "task[storeloom.close_stage]=kill",
    "task[storeloom.plan_store]=kill",
    "task[storeloom.publish_release]=kill",
    "item.before_done[release.00000]=kill",
    "item.before_done[plan.00000]=kill",
    "item.before_done[catalogue.00000]=kill",
)

# How a build is asked for, or what else somebody wants of a store, and how often.
WISHES: dict[str, int] = {"http": 4, "http at once": 2, "message": 3, "direct": 2, "cancel": 3, "roll back": 1}


@dataclass(frozen=True, slots=True)
class Fault:
    at_s: float  # from the beginning of the round
    kind: str
    victim: int  # which of those that may be hit: counted on and around
    seconds: float  # until it is mended, where it is a thing that lasts
    place: str  # for a worker that breaks at one


@dataclass(frozen=True, slots=True)
class Wish:
    at_s: float
    kind: str
    store: int
    request_id: str


@dataclass(frozen=True, slots=True)
class Plan:
    seed: int
    catalogues: tuple[int, ...]  # which one each standing store has
    new_store_products: int
    new_store_is_broken: (
        bool  # nobody but its owner asks for it: its build fails for its own reason, is mended, and tried again
    )
    wishes: tuple[Wish, ...]
    faults: tuple[Fault, ...]


def plan_of(seed: int) -> Plan:
    draw = Random(seed)
    broken = draw.random() < SHARE_BROKEN
    return Plan(
        seed=seed,
        catalogues=tuple(draw.randrange(CATALOGUES) for _ in range(STANDING_STORES)),
        new_store_products=draw.randint(6, 14),
        new_store_is_broken=broken,
        wishes=_wishes(draw, seed, STANDING_STORES if broken else STANDING_STORES + 1),
        faults=_faults(draw),
    )


def seeds_from(first: int, rounds: int) -> list[int]:
    """A round's seed each; the first is the one given, so that a round is replayed by its own seed alone."""
    seeds = [first]
    while len(seeds) < rounds:
        seeds.append(Random(seeds[-1]).getrandbits(32))
    return seeds


def _wishes(draw: Random, seed: int, stores: int) -> tuple[Wish, ...]:
    """Every store is asked for a build at the beginning; the rest comes while these run."""
    first = [Wish(0.2 * store, "http", store, f"{seed}-first-{store}") for store in range(stores)]
    times = sorted(draw.uniform(1.0, LASTS_S) for _ in range(draw.randint(7, 12)))
    return (*first, *(_wish(draw, at_s, stores, f"{seed}-{number}") for number, at_s in enumerate(times)))


def _wish(draw: Random, at_s: float, stores: int, request_id: str) -> Wish:
    return Wish(round(at_s, 2), _one_of(draw, WISHES), draw.randrange(stores), request_id)


def _faults(draw: Random) -> tuple[Fault, ...]:
    at_s, faults = draw.uniform(0.3, 1.5), []
    while at_s < LASTS_S:
        faults.append(_fault(draw, at_s))
        at_s += _leaning(draw, *PAUSE_S)
    return tuple(faults)


def _fault(draw: Random, at_s: float) -> Fault:
    return Fault(
        at_s=round(at_s, 2),
        kind=_one_of(draw, FAULTS),
        victim=draw.randrange(1000),
        seconds=round(_leaning(draw, 0.3, 8.0), 2),
        place=draw.choice(PLACES),
    )


def _one_of(draw: Random, weights: dict[str, int]) -> str:
    return draw.choices(list(weights), list(weights.values()))[0]


def _leaning(draw: Random, least: float, most: float) -> float:
    """Between the two, the short ones more often."""

    return least + draw.random() ** 2 * (most - least)
