from __future__ import annotations

import random
from typing import Any

from storefront.fitting.sizes import Measures
from storefront.rendering.card_facts import CardFacts, PriceFacts
from storefront.rendering.relations import Relations


def a_card(id_: str, lens_width: float | None = None, price: str = "100.00", **changes: Any) -> CardFacts:
    sizes: list[Measures] = [(lens_width, 18, 145)] if lens_width else []
    return CardFacts(id_, id_, "x", PriceFacts(price, "EUR"), sizes=sizes, **changes)


def related(cards: list[CardFacts], id_: str, **options: int) -> list[str]:
    card = next(card for card in cards if card.id == id_)
    return [other.id for other in Relations(cards).of(card, **options)]


def test_the_nearest_in_size_of_the_same_shape_come_first() -> None:
    cards = [a_card("me", 50, shape="round"), a_card("far", 58, shape="round"), a_card("near", 51, shape="round")]
    cards += [a_card("other", 50, shape="square")]
    assert related(cards, "me") == ["near", "far", "other"]


def test_of_equal_size_the_nearest_price_comes_first_then_the_id() -> None:
    cards = [a_card("me", 50), a_card("dear", 50, "300.00"), a_card("b", 50, "110.00"), a_card("a", 50, "110.00")]
    assert related(cards, "me") == ["a", "b", "dear"]


def test_what_shares_a_category_or_can_be_bought_is_preferred() -> None:
    cards = [
        a_card("me", 50, categories=["sun"]),
        a_card("apart", 50),
        a_card("sold-out", 50, categories=["sun"], in_stock=False),
        a_card("same", 54, categories=["sun"]),
    ]
    assert related(cards, "me") == ["same", "sold-out", "apart"]


def test_other_kinds_are_not_related() -> None:
    assert related([a_card("me"), a_card("cloth", kind="accessory")], "me") == []


def test_no_more_than_asked_and_never_itself() -> None:
    cards = [a_card(str(number), 40 + number) for number in range(20)]
    assert related(cards, "10", count=3) == ["11", "9", "12"]
    assert len(related(cards, "0")) == 4


def test_the_order_products_come_in_does_not_matter() -> None:
    cards = [a_card(str(number), 44 + number % 9, shape=("round", "oval")[number % 2]) for number in range(60)]
    shuffled = random.Random(7).sample(cards, len(cards))
    assert [related(cards, card.id) for card in cards] == [related(shuffled, card.id) for card in cards]
