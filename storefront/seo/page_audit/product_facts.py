"""What a product's page has to say, whoever says it: the text, the markup, the cart's data, the feeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class OfferFacts:
    """What one variant costs and whether it can be bought; `…text` as people read it on the page."""

    amount: str  # "149.00"
    currency: str
    price_text: str
    available: bool
    availability_text: str


@dataclass(frozen=True, slots=True)
class RatingFacts:
    value: str  # "4.5", a point whatever the language
    count: int
    text: str  # "4,5"


@dataclass(frozen=True, slots=True)
class StatedOffer:
    """An offer as one of a page's witnesses states it."""

    where: str  # "the markup", "the cart's data", …
    variant: str  # "" where the witness names none
    amount: str
    currency: str
    available: bool | None = None  # None: it says nothing of it
    name: str = ""  # "" where it gives none
    price_text: str = ""  # the price in words, where a script would show it


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """`offers` go by variant id; a product without variants is its own only one."""

    name: str
    offers: Mapping[str, OfferFacts]
    rating: RatingFacts | None = None
    elsewhere: Sequence[StatedOffer] = field(default_factory=tuple)  # what feeds and price files say
    addresses: frozenset[str] = frozenset()  # paths of other products' pages, whose cards are not this one's text
