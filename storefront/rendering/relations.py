"""Which products stand beside which: those of the same kind and shape, the most alike first.

Candidates are a product's neighbours in one order of each group, so the work grows with the catalogue, not its square,
and one changed product touches few others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from storefront.fitting.recommendations import unlikeness
from storefront.rendering.card_facts import CardFacts

RELATED = 4
_WINDOW = 8  # neighbours looked at on each side
_USUAL_LENS_WIDTH_MM = 52.0


class Relations:
    """Neighbours of every product, from cards alone."""

    def __init__(self, cards: Sequence[CardFacts]) -> None:
        self._groups: dict[tuple[str, ...], list[CardFacts]] = defaultdict(list)
        self._places: dict[tuple[str, ...], dict[str, int]] = {}
        for card in sorted(cards, key=_size_order):
            for group in _groups_of(card):
                self._groups[group].append(card)
        for group, members in self._groups.items():
            self._places[group] = {card.id: index for index, card in enumerate(members)}

    def of(self, card: CardFacts, count: int = RELATED) -> list[CardFacts]:
        """The most alike: first of the same shape, then of the same category, then of the same kind."""
        chosen: dict[str, CardFacts] = {}
        for group in _groups_of(card):
            ranked = sorted((unlikeness(card, other), other.id, other) for other in self._neighbours(card, group))
            for _, _, other in ranked:
                chosen.setdefault(other.id, other)
                if len(chosen) == count:
                    return list(chosen.values())
        return list(chosen.values())

    def _neighbours(self, card: CardFacts, group: tuple[str, ...]) -> Iterator[CardFacts]:
        members, place = self._groups[group], self._places[group][card.id]
        for other in members[max(0, place - _WINDOW) : place + _WINDOW + 1]:
            if other.id != card.id:
                yield other


def _groups_of(card: CardFacts) -> list[tuple[str, ...]]:
    groups = [("shape", card.kind, card.shape)] if card.shape else []
    return [*groups, *(("category", path) for path in reversed(card.categories)), ("kind", card.kind)]


def _lens_width(card: CardFacts) -> float:
    return next((size[0] for size in card.sizes if size[0]), _USUAL_LENS_WIDTH_MM)


def _size_order(card: CardFacts) -> tuple[float, float, str]:
    return (_lens_width(card), card.amount, card.id)
