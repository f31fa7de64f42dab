from __future__ import annotations

from typing import Any

from storefront.rendering.card_facts import CardFacts, ColourFacts, PhotoFacts, PriceFacts
from storefront.rendering.search_columns import cards_of, column, facts_of
from tests.factories.shops import photo_outcome

BARE = CardFacts("p2", "a", "A", PriceFacts("1.50", "EUR"), in_stock=False)


def a_card(**changes: Any) -> CardFacts:
    file = photo_outcome("a").facts
    assert file is not None
    values: dict[str, Any] = {
        "names": {"es": "Rivera Única"},
        "brand": "dg",
        "brand_name": "Dolce & Gabbana",
        "shape": "round",
        "featured": True,
        "colours": [ColourFacts("Havana", "brown", "#7a4a22", {"es": "Carey"}), ColourFacts("Ink", "black")],
        "sizes": [(52, 18, 145), (54.5, 18, None)],
        "frame_width": 138,
        "categories": ["sun", "sun/round"],
        "rating": ("4.5", 12),
        "photo": PhotoFacts(file),
    }
    return CardFacts("p1", "rivera", "Rivera", PriceFacts("149.00", "EUR", "199.00", is_from=True), **values | changes)


def test_a_column_names_each_value_once() -> None:
    assert column([["a"], ["b", "a"], [], ["b"]]) == {"values": ["a", "b"], "of": [0, [1, 0], [], 1]}


def test_facts_of_a_shard() -> None:
    assert facts_of([a_card(), BARE], "es", {"p2": ["spring"]}) == {
        "name": ["Rivera Única", "A"],
        "key": {"0": "rivera"},
        "flags": [3, 0],
        "price": [149, 1.5],
        "frame_width": [138, 0],
        "sizes": {"values": [(52, 18, 145), (54.5, 18, 0)], "of": [[0, 1], []]},
        "colours": {"values": ["Carey", "Ink"], "of": [[0, 1], []]},
        "facets": {
            "kind": {"values": ["glasses"], "of": [0, 0]},
            "brand": {"values": ["dg"], "of": [0, []]},
            "shape": {"values": ["round"], "of": [0, []]},
            "colour": {"values": ["black", "brown"], "of": [[0, 1], []]},
            "category": {"values": ["sun", "sun/round"], "of": [[0, 1], []]},
            "collection": {"values": ["spring"], "of": [[], 0]},
        },
    }


def test_cards_of_a_shard() -> None:
    card = a_card()
    assert card.photo is not None
    assert cards_of([card, BARE], "es") == {
        "id": ["p1", "p2"],
        "slug": ["rivera", "a"],
        "price": ["149,00\u00a0€", "1,50\u00a0€"],
        "was": {"values": ["199,00\u00a0€"], "of": [0, []]},
        "from": [1, 0],
        "size": {"values": ["52□18-145"], "of": [0, []]},
        "colours": {"values": [("Carey", "#7a4a22"), ("Ink", None)], "of": [[0, 1], []]},
        "rating": {"values": [("4,5", 12)], "of": [0, []]},
        "photo": [f"{card.photo.file.source_digest[:20]}/r1", None],
        "files": {"values": [(("avif", "webp", "jpg"), (320, 768, 1024, 1600), 1600, 1200, False)], "of": [0, []]},
    }


def test_a_shard_without_products() -> None:
    assert facts_of([], "es", {})["facets"] == {}
    assert cards_of([], "es")["id"] == []
