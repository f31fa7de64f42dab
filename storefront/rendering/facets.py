"""What a listing can be narrowed by, counted over the whole listing. Words for it are added where pages are made."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from storefront.rendering.card_facts import CardFacts
from storefront.rendering.colours import FAMILY_HEX


@dataclass(frozen=True, slots=True)
class ChoiceCount:
    value: str
    count: int
    name: str | None = None  # as written in the catalogue, where the value is only its slug
    hex: str | None = None
    parts: tuple[str, ...] | None = None  # of the path of the page that shows just these products


@dataclass(frozen=True, slots=True)
class FacetCount:
    """Choices, or for a range the lowest and highest number ("mm", or a currency)."""

    key: str
    kind: Literal["choice", "range"]
    choices: list[ChoiceCount] = field(default_factory=list)
    minimum: float | None = None
    maximum: float | None = None
    unit: str | None = None


@lru_cache(maxsize=4_096)
def value_slug(text: str) -> str:
    """A value as it stands in addresses and in the search index: "Titanium (beta)" → "titanium-beta"."""
    return re.sub(r"[^\w]+", "-", text.lower()).strip("-")


def choices_of(card: CardFacts) -> dict[str, list[str]]:
    """A product's values for each choice facet, as addresses and the search index have them."""
    return {
        "kind": [card.kind],
        "brand": _some(card.brand),
        "shape": _some(card.shape),
        "colour": sorted({slug for colour in card.colours if (slug := value_slug(colour.family or ""))}),
        "material": _some(card.material and value_slug(card.material)),
        "gender": _some(card.gender),
    }


def measures_of(card: CardFacts) -> dict[str, list[float]]:
    """A product's sizes in mm for each range facet."""
    columns: dict[str, list[float | None]] = {
        "lens_width": [size[0] for size in card.sizes],
        "bridge": [size[1] for size in card.sizes],
        "temple": [size[2] for size in card.sizes],
        "frame_width": [card.frame_width],
    }
    return {key: sorted({value for value in values if value}) for key, values in columns.items()}


def count_facets(cards: Sequence[CardFacts], *, without: str | None = None) -> list[FacetCount]:
    """The facets that narrow these cards at all. `without` names the one the listing is already narrowed to."""
    counted = [*_choice_facets(cards), *_range_facets(cards)]
    return [facet for facet in counted if facet.key != without and _narrows(facet)]


def _narrows(facet: FacetCount) -> bool:
    return len(facet.choices) > 1 or (facet.maximum or 0) > (facet.minimum or 0)


def _choice_facets(cards: Sequence[CardFacts]) -> Iterator[FacetCount]:
    counts: dict[str, Counter[str]] = {}
    names: dict[tuple[str, str], str] = {}
    for card in cards:
        for key, values in choices_of(card).items():
            counts.setdefault(key, Counter()).update(values)
        if card.brand and card.brand_name:
            names["brand", card.brand] = card.brand_name
        if card.material:
            names.setdefault(("material", value_slug(card.material)), card.material)
        for family in (colour.family for colour in card.colours if colour.family):
            names.setdefault(("colour", value_slug(family)), family)
    for key, counter in counts.items():
        ordered = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
        yield FacetCount(
            key,
            "choice",
            [
                ChoiceCount(value, count, names.get((key, value)), FAMILY_HEX.get(value) if key == "colour" else None)
                for value, count in ordered
            ],
        )


def _range_facets(cards: Sequence[CardFacts]) -> Iterator[FacetCount]:
    for key in ("lens_width", "bridge", "temple", "frame_width"):
        yield _range(key, "mm", cards, lambda card, key=key: measures_of(card)[key])  # type: ignore[misc]
    currencies = {card.price.currency for card in cards}
    if len(currencies) == 1:
        yield _range("price", currencies.pop(), cards, lambda card: [card.amount])


def _range(
    key: str, unit: str, cards: Iterable[CardFacts], values_of: Callable[[CardFacts], list[float]]
) -> FacetCount:
    values = [value for card in cards for value in values_of(card)]
    return FacetCount(key, "range", [], min(values, default=None), max(values, default=None), unit)


def _some(value: str | None) -> list[str]:
    return [value] if value else []
