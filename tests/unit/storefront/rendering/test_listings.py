from __future__ import annotations

from typing import Any

import pytest

from storefront.rendering.card_facts import CardFacts, PriceFacts
from storefront.rendering.listings import in_order, page_count, pages_of, shown_numbers


def a_card(id_: str, name: str = "x", **changes: Any) -> CardFacts:
    return CardFacts(id_, id_, name, PriceFacts("1.00", "EUR"), **changes)


def test_the_shop_s_order() -> None:
    cards = [
        a_card("gone", "A", in_stock=False, featured=True),
        a_card("2", "b"),
        a_card("1", "b"),
        a_card("c", "A"),
        a_card("star", "Z", featured=True),
    ]
    assert [card.id for card in in_order(cards)] == ["star", "c", "1", "2", "gone"]


@pytest.mark.parametrize(
    ("total", "per_page", "pages"), [(0, 24, 1), (1, 24, 1), (24, 24, 1), (25, 24, 2), (100, 1, 100)]
)
def test_how_many_pages(total: int, per_page: int, pages: int) -> None:
    assert page_count(total, per_page) == pages


def test_every_card_is_on_one_page() -> None:
    cards = [a_card(str(number)) for number in range(7)]
    pages = list(pages_of(cards, 3))
    assert [number for number, _ in pages] == [1, 2, 3]
    assert [card.id for _, page in pages for card in page] == ["0", "1", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize(
    ("number", "count", "shown"),
    [(1, 1, [1]), (1, 3, [1, 2, 3]), (1, 9, [1, 2, 3, 9]), (5, 9, [1, 3, 4, 5, 6, 7, 9]), (9, 9, [1, 7, 8, 9])],
)
def test_the_page_numbers_offered(number: int, count: int, shown: list[int]) -> None:
    assert shown_numbers(number, count) == shown
