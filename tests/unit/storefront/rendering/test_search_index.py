from __future__ import annotations

from typing import Any

import orjson

from storefront.rendering.addresses import Addresses
from storefront.rendering.card_facts import CardFacts, ColourFacts, PhotoFacts, PriceFacts
from storefront.rendering.locale_texts import LocaleTexts
from storefront.rendering.search_index import search_index
from tests.factories.shops import photo_outcome

TEXTS = LocaleTexts("es", [{"shape.round": "Redonda", "colour.brown": "Marrón", "kind.glasses": "Gafas"}])
ADDRESSES = Addresses.of("https://x.example/base", "en", ["es"])


def rows(*cards: CardFacts) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = orjson.loads(search_index(cards, TEXTS, ADDRESSES))["products"]
    return found


def test_a_product_in_the_index() -> None:
    file = photo_outcome("a", dominant_colour="#aabbcc").facts
    assert file is not None
    card = CardFacts(
        "p1",
        "rivera",
        "Rivera",
        PriceFacts("149.00", "EUR", "199.00", is_from=True),
        names={"es": "Rivera Única"},
        brand="dg",
        brand_name="Dolce & Gabbana",
        shape="round",
        colours=[ColourFacts("Havana", "brown", "#7a4a22", {"es": "Carey"})],
        sizes=[(52, 18, 145)],
        frame_width=138,
        categories=["sun", "sun/round"],
        photo=PhotoFacts(file),
    )
    (row,) = rows(card)
    folder = f"/base/images/{file.source_digest[:20]}/r1"
    assert row["m"][0] == f"{folder}/768.jpg"
    assert row["m"][1].split(", ")[0] == f"{folder}/320.jpg 320w"
    assert row["m"][2:] == [1600, 1200, "#aabbcc"]
    del row["m"]
    assert row == {
        "i": "p1",
        "u": "/base/es/products/rivera/",
        "n": "Rivera Única",
        "b": "Dolce & Gabbana",
        "p": 149.0,
        "t": "149,00\u00a0€",
        "r": "199,00\u00a0€",
        "f": 1,
        "s": 1,
        "z": "52□18-145",
        "c": [["Carey", "#7a4a22"]],
        "x": {
            "kind": ["glasses"],
            "brand": ["dg"],
            "shape": ["round"],
            "colour": ["brown"],
            "lens_width": [52],
            "bridge": [18],
            "temple": [145],
            "frame_width": [138],
            "category": ["sun", "sun/round"],
        },
        "k": "rivera única dolce & gabbana carey gafas redonda marrón",
    }


def test_a_bare_product_in_the_index() -> None:
    (row,) = rows(CardFacts("p1", "a", "A", PriceFacts("1.00", "EUR"), in_stock=False))
    assert (row["b"], row["m"], row["z"], row["r"], row["c"], row["f"], row["s"]) == (None, None, None, None, [], 0, 0)
    assert row["x"] == {"kind": ["glasses"]}


def test_an_empty_shop_has_an_empty_index() -> None:
    assert rows() == []
