from __future__ import annotations

from typing import Any

import pytest

from storefront.rendering.card_facts import CardFacts, ColourFacts, PriceFacts
from storefront.rendering.facets import FacetCount, choices_of, count_facets, measures_of, value_slug


def a_card(id_: str = "1", price: str = "100.00", currency: str = "EUR", **changes: Any) -> CardFacts:
    return CardFacts(id_, id_, "x", PriceFacts(price, currency), **changes)


def facets(*cards: CardFacts, **options: Any) -> dict[str, FacetCount]:
    return {facet.key: facet for facet in count_facets(cards, **options)}


@pytest.mark.parametrize(
    ("written", "slug"),
    [("Acetate", "acetate"), ("Titanium (beta)", "titanium-beta"), ("Acéro 2.0", "acéro-2-0"), ("-", "")],
)
def test_a_value_as_it_stands_in_addresses(written: str, slug: str) -> None:
    assert value_slug(written) == slug


def test_the_most_frequent_choice_comes_first_and_equal_ones_by_value() -> None:
    found = facets(a_card(shape="round"), a_card(shape="oval"), a_card(shape="square"), a_card(shape="square"))
    assert [(choice.value, choice.count) for choice in found["shape"].choices] == [
        ("square", 2),
        ("oval", 1),
        ("round", 1),
    ]


def test_a_facet_that_narrows_nothing_is_left_out() -> None:
    assert facets(a_card(shape="round", sizes=[(50, 18, 140)]), a_card(shape="round", sizes=[(50, 18, 140)])) == {}
    assert facets() == {}


def test_a_product_of_two_colours_counts_for_both_families_once() -> None:
    colours = [
        ColourFacts("Havana", "brown"),
        ColourFacts("Amber", "brown"),
        ColourFacts("Ink", "black"),
        ColourFacts("?"),
    ]
    found = facets(a_card(colours=colours))["colour"]
    assert [(choice.value, choice.count, choice.hex) for choice in found.choices] == [
        ("black", 1, "#1b1b1d"),
        ("brown", 1, "#6b4423"),
    ]


def test_a_colour_of_two_words_is_one_value() -> None:
    """Spaces and commas part the values that a list is narrowed to."""
    card = a_card(colours=[ColourFacts("Sky", "light blue"), ColourFacts("Ink", "black")])
    assert choices_of(card)["colour"] == ["black", "light-blue"]
    named = {choice.value: choice.name for choice in facets(card)["colour"].choices}
    assert named == {"black": "black", "light-blue": "light blue"}


def test_names_are_kept_where_the_value_is_only_a_slug() -> None:
    cards = [
        a_card(brand="d-g", brand_name="D & G", material="Beta Titanium"),
        a_card(brand="n", brand_name="N", material="acetate"),
    ]
    found = facets(*cards)
    assert [(choice.value, choice.name) for choice in found["brand"].choices] == [("d-g", "D & G"), ("n", "N")]
    assert [choice.name for choice in found["material"].choices] == ["acetate", "Beta Titanium"]
    assert "brand" not in facets(*cards, without="brand")


def test_ranges_run_over_all_variants() -> None:
    found = facets(
        a_card(sizes=[(50, 18, 140), (54, 18, None)], frame_width=131), a_card(price="80.00", frame_width=140)
    )
    assert (found["lens_width"].minimum, found["lens_width"].maximum, found["lens_width"].unit) == (50, 54, "mm")
    assert (found["frame_width"].minimum, found["frame_width"].maximum) == (131, 140)
    assert (found["price"].minimum, found["price"].maximum, found["price"].unit) == (80, 100, "EUR")
    assert "bridge" not in found
    assert "temple" not in found


def test_prices_in_two_currencies_are_no_range() -> None:
    assert "price" not in facets(a_card(price="80.00"), a_card(price="90.00", currency="USD"))


def test_values_for_the_search_index() -> None:
    card = a_card(
        kind="sunglasses", material="Wood", gender="kids", sizes=[(54, 18, 140), (50, 18, 140)], frame_width=130
    )
    assert choices_of(card) == {
        "kind": ["sunglasses"],
        "brand": [],
        "shape": [],
        "colour": [],
        "material": ["wood"],
        "gender": ["kids"],
    }
    assert measures_of(card) == {"lens_width": [50, 54], "bridge": [18], "temple": [140], "frame_width": [130]}
