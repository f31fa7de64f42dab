"""Order and pages of a listing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from storefront.rendering.card_facts import CardFacts

_AROUND = 2  # page numbers shown on each side of the current one


def in_order(cards: Iterable[CardFacts]) -> list[CardFacts]:
    """What can be bought before what can't, featured first, then by name; the id decides between equals."""
    return sorted(cards, key=lambda card: (not card.in_stock, not card.featured, card.name.casefold(), card.id))


def page_count(total: int, per_page: int) -> int:
    """A listing without products still has its first page."""
    return max(1, -(-total // per_page))


def pages_of(cards: Sequence[CardFacts], per_page: int) -> Iterator[tuple[int, Sequence[CardFacts]]]:
    """(number, cards) of each page, numbers from 1."""
    for number in range(1, page_count(len(cards), per_page) + 1):
        yield number, cards[(number - 1) * per_page : number * per_page]


def shown_numbers(number: int, count: int) -> list[int]:
    """The page numbers a reader is offered: the first, the last, and those around the current one."""
    around = range(max(1, number - _AROUND), min(count, number + _AROUND) + 1)
    return sorted({1, *around, count})
