from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from storefront.rendering.addresses import Addresses
from storefront.rendering.card_facts import CardFacts, ColourFacts, PriceFacts
from storefront.rendering.category_tree import CategoryTree
from storefront.rendering.facet_pages import (
    FacetPage,
    facet_page_inputs,
    facet_page_name,
    facet_pages,
    linked,
    shape_pages,
)
from storefront.rendering.facets import ChoiceCount, count_facets
from storefront.rendering.head_texts import HeadTexts
from storefront.rendering.locale_texts import LocaleTexts, engine_texts
from storefront.rendering.numbered_lists import ListWords, ProductList
from storefront.rendering.outline import Outline
from storefront.rendering.plan_files import PageInput
from storefront.rendering.survey import Survey
from tests.factories.shops import a_configuration

WORDS = {code: LocaleTexts(code, [engine_texts()[code], engine_texts()["en"]]) for code in ("en", "es")}
ADDRESSES = Addresses.of("https://x.example", "en", ["en", "es"])


def frames(**values: int) -> list[CardFacts]:
    shapes = [shape.replace("_", "-") for shape, count in values.items() for _ in range(count)]
    price = PriceFacts("9.00", "EUR")
    return [CardFacts(f"p{n}", f"f{n}", f"F{n}", price, shape=shape) for n, shape in enumerate(shapes)]


def an_outline(**settings: Any) -> Outline:
    heads = {code: HeadTexts() for code in WORDS}
    return Outline(a_configuration(**settings), ADDRESSES, CategoryTree([]), {}, Survey(), WORDS, heads)


def a_list(cards: list[CardFacts], scope: str = "category:sunglasses") -> ProductList:
    return ProductList("category", ("shop", "sunglasses"), cards, scope, count_facets(cards))


def paths(cards: list[CardFacts], **settings: Any) -> list[str]:
    return ["/".join(page.parts) for page in facet_pages(an_outline(**settings), a_list(cards))]


def test_values_with_enough_products_have_a_page() -> None:
    cards = frames(round=5, cat_eye=3, oval=2)
    assert paths(cards) == ["shop/sunglasses/shape/round", "shop/sunglasses/shape/cat-eye"]
    assert len(paths(cards, facet_page_min_products=2)) == 3
    assert paths(cards, facet_page_min_products=6) == []


def test_a_value_that_is_the_whole_list_has_none() -> None:
    cards = [
        *frames(round=4),
        CardFacts("x", "x", "X", PriceFacts("9.00", "EUR"), colours=[ColourFacts("Ink", "black")]),
    ]
    assert paths(cards) == []
    both = [ColourFacts("Ink", "black"), ColourFacts("Sky", "blue")]
    every = [CardFacts(f"c{n}", "c", "C", PriceFacts("9.00", "EUR"), colours=both) for n in range(4)]
    assert paths(every, facet_pages=["colour"]) == []


def test_only_the_facets_that_the_store_names_have_pages() -> None:
    cards = frames(round=5, oval=5)
    assert paths(cards, facet_pages=[]) == []
    assert paths(cards, facet_pages=["colour", "material", "gender"]) == []


def test_the_whole_shop_s_shapes_have_the_same_pages() -> None:
    outline = an_outline()
    outline.survey.ordered = frames(round=5, cat_eye=3, oval=2)
    shop = ProductList("category", ("shop",), outline.survey.ordered, "", count_facets(outline.survey.ordered))
    told = shape_pages(outline, {"round": 5, "cat-eye": 3, "oval": 2})
    assert list(told.values()) == [page.parts for page in facet_pages(outline, shop)]
    assert shape_pages(an_outline(facet_pages=[]), {"round": 5, "oval": 5}) == {}
    assert shape_pages(outline, {"round": 5}) == {}


def test_values_are_spelled_for_addresses_and_two_never_share_one() -> None:
    price = PriceFacts("9.00", "EUR")
    materials = ["Acéro", "Acero", "Wood", "???"]
    cards = [CardFacts(f"{m}{n}", "s", "S", price, material=m) for m in materials for n in range(3)]
    assert paths(cards, facet_pages=["material"]) == [
        "shop/sunglasses/material/acero",
        "shop/sunglasses/material/acero-2",
        "shop/sunglasses/material/wood",
    ]


def test_a_facet_has_no_more_pages_than_a_list_links() -> None:
    """Materials are written as people like: a shop may have a thousand of them, and nobody would find their pages."""
    price = PriceFacts("9.00", "EUR")
    cards = [CardFacts(f"{m}-{n}", "s", "S", price, material=f"M{m}") for m in range(40) for n in range(3 + (m == 39))]
    made = paths(cards, facet_pages=["material"])
    assert (len(made), made[0]) == (16, "shop/sunglasses/material/m39")


def test_the_list_s_choices_are_linked_to_their_pages() -> None:
    products = a_list(frames(round=5, oval=2))
    (facet,) = linked(products.facets, facet_pages(an_outline(), products))
    assert [(one.value, one.parts) for one in facet.choices] == [
        ("round", ("shop", "sunglasses", "shape", "round")),
        ("oval", None),
    ]


def pages_of(outline: Outline, products: ProductList) -> Iterator[PageInput]:
    said = {code: ListWords(words("kind.sunglasses"), above=[("Shop", ("shop",))]) for code, words in WORDS.items()}
    return facet_page_inputs(outline, products, facet_pages(outline, products), said)


def test_a_page_in_every_language_over_as_many_pages_as_it_needs() -> None:
    outline = an_outline(products_per_page=4)
    pages = list(pages_of(outline, a_list(frames(round=5, oval=2))))
    assert [(page.path, page.data["name"]) for page in pages] == [
        ("/shop/sunglasses/shape/round/", "Round sunglasses"),
        ("/shop/sunglasses/shape/round/page-2/", "Round sunglasses"),
        ("/es/shop/sunglasses/shape/round/", "Gafas de sol de forma redonda"),
        ("/es/shop/sunglasses/shape/round/page-2/", "Gafas de sol de forma redonda"),
    ]
    first, second = pages[:2]
    assert first.type == "facet"
    assert [label for label, _ in first.trail] == ["Home", "Shop", "Sunglasses", "Round sunglasses"]
    assert [label for label, _ in second.trail][-1] == "Page 2"
    assert first.data["scope"] == "category:sunglasses shape:round"
    assert first.data["parent"] == {"name": "Sunglasses", "path": "/shop/sunglasses/"}
    assert [card.shape for card in first.data["cards"]] == ["round"] * 4
    assert "shape" not in {facet.key for facet in first.data["facets"]}


def test_below_the_whole_shop_the_scope_is_the_value_alone() -> None:
    outline = an_outline()
    first = next(pages_of(outline, a_list(frames(round=5, oval=2), scope="")))
    assert (first.data["scope"], first.data["name"]) == ("shape:round", "Round frames")


@pytest.mark.parametrize(
    ("key", "value", "written", "parent", "english", "spanish"),
    [
        ("shape", "cat-eye", None, "kind.glasses", "Cat-eye glasses", "Gafas graduadas de forma ojo de gato"),
        ("colour", "black", None, "kind.glasses", "Black glasses", "Gafas graduadas de color negro"),
        ("material", "acetate", "Acetate", "kind.glasses", "Acetate glasses", "Gafas graduadas de acetato"),
        ("material", "tr90", "TR90", "kind.glasses", "TR90 glasses", "Gafas graduadas de TR90"),
        ("gender", "women", None, "kind.glasses", "Glasses: women", "Gafas graduadas: mujer"),
        ("shape", "round", None, "gender.women", "Women: round", "Mujer: redonda"),
    ],
)
def test_names_are_right_in_both_languages(
    key: str, value: str, written: str | None, parent: str, english: str, spanish: str
) -> None:
    page = FacetPage(key, ChoiceCount(value, 3, written), ())
    names = [facet_page_name(WORDS[code], page, WORDS[code](parent), is_shop=False) for code in ("en", "es")]
    assert names == [english, spanish]
