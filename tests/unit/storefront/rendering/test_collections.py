from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from storefront.catalogue.models import Brand, Category, Collection
from storefront.rendering.brand_shelf import shelve
from storefront.rendering.card_facts import CardFacts, PriceFacts
from storefront.rendering.category_tree import CategoryTree
from storefront.rendering.collections import (
    Collections,
    collections_of,
    gather_collections,
    wanted_tags,
)
from storefront.rendering.survey import Survey
from tests.factories.shops import a_configuration

TREE = CategoryTree(
    [Category(id="c1", slug="sun", name="Sun"), Category(id="c2", slug="new", name="N", parent_id="c1")]
)
BRANDS = shelve([Brand(id="b1", slug="nordlys", name="Nordlys")])


def a_card(id_: str, **changes: Any) -> CardFacts:
    return CardFacts(id_, id_, id_, PriceFacts("1.00", "EUR"), **changes)


def gathered(*wanted: dict[str, Any]) -> Collections:
    survey = Survey()
    cards = [
        a_card("a1", shape="round", gender="women", brand="nordlys", categories=["sun", "sun/new"]),
        a_card("a2", shape="round", gender="men", material="Beta Titanium"),
        a_card("a3", shape="oval", gender="women", kind="sunglasses"),
    ]
    survey.by_id = {card.id: card for card in cards}
    survey.by_tag["spring"] = ["a3", "a2"]
    survey.arrange()
    return gather_collections(
        [Collection(**{"slug": "one", "name": "One"} | one) for one in wanted], survey, TREE, BRANDS
    )


def ids(**wanted: Any) -> list[str]:
    found = gathered(wanted).by_slug.get("one")
    return [card.id for card in found.cards] if found else []


def test_products_named_come_first_in_their_order_and_once() -> None:
    assert ids(product_ids=["a3", "a1", "a3"]) == ["a3", "a1"]
    assert ids(product_ids=["a2"], where={"shape": ["round"]}) == ["a2", "a1"]


def test_a_product_fits_every_entry_with_any_of_its_values() -> None:
    assert ids(where={"shape": ["Round", "oval"], "gender": ["women"]}) == ["a1", "a3"]
    assert ids(where={"kind": ["sunglasses"]}) == ["a3"]
    assert ids(where={"material": ["Beta Titanium"]}) == ["a2"]
    assert ids(where={"tag": ["spring"], "shape": ["round"]}) == ["a2"]


def test_brands_and_categories_go_by_id_or_address() -> None:
    for where in ({"brand": ["b1"]}, {"brand": ["nordlys"]}, {"category": ["c2"]}, {"category": ["sun/new"]}):
        assert ids(where=where) == ["a1"]


def test_what_is_unknown_is_told_with_what_was_perhaps_meant() -> None:
    assert gathered({"product_ids": ["a1", "a11", "zzz"]}).problems == (
        "The collection 'one': no product 'a11' here. Perhaps you mean 'a1'.",
        "The collection 'one': no product 'zzz' here.",
    )
    assert gathered({"where": {"shape": ["ruond", "oval"]}}).problems == (
        "The collection 'one': no shape 'ruond' here. Perhaps you mean 'round'.",
    )


def test_many_mistakes_are_counted() -> None:
    told = gathered({"product_ids": ["a1", *(f"none-{number}" for number in range(8))]}).problems
    assert (len(told), told[-1]) == (4, "The collection 'one': 5 more of its products are not here.")


def test_among_very_many_products_no_likeness_is_looked_for() -> None:
    survey = Survey({f"p{number:05}": a_card(f"p{number:05}") for number in range(5_001)})
    survey.arrange()
    told = gather_collections([Collection(slug="one", name="One", product_ids=["p0000x"])], survey, TREE, BRANDS)
    assert told.problems[0] == "The collection 'one': no product 'p0000x' here."


def test_products_are_walked_through_once_however_many_collections_there_are() -> None:
    """Planning waits for nothing meanwhile, and a batch that is silent for long is given to another worker."""

    class Counted(list[CardFacts]):
        walks = 0

        def __iter__(self) -> Iterator[CardFacts]:
            self.walks += 1
            return super().__iter__()

    survey = Survey({f"p{number}": a_card(f"p{number}", gender="men") for number in range(10)})
    survey.arrange()
    survey.ordered = cards = Counted(survey.ordered)
    where = {"shape": ["round"], "gender": ["women"], "kind": ["sunglasses"]}
    gather_collections([Collection(slug=f"c{n}", name="C", where=where) for n in range(20)], survey, TREE, BRANDS)
    assert cards.walks == 1


def test_a_mistake_does_not_widen_a_collection() -> None:
    found = gathered({"where": {"shapes": ["round"], "gender": ["women"]}})
    assert found.by_slug == {}
    assert found.problems == (
        "The collection 'one': no filter 'shapes' here. Perhaps you mean 'shape'.",
        "The collection 'one' has no products, so it has no page.",
    )
    assert ids(where={"gender": ["nobody"], "shape": ["round"]}) == []


def test_the_second_of_two_with_one_slug_has_no_page() -> None:
    found = gathered({"product_ids": ["a1"]}, {"product_ids": ["a2"]})
    assert [card.id for card in found.by_slug["one"].cards] == ["a1"]
    assert found.problems == ("There are two collections 'one': the second has no page.",)


def test_a_slug_that_looks_like_a_page_of_a_list_is_numbered() -> None:
    (found,) = gathered({"slug": "page-2", "product_ids": ["a1"]})
    assert found.parts == ("collections", "page-2-2")


def test_texts_by_locale_and_membership_by_product() -> None:
    texts = {"es": {"name": "Uno"}}
    found = gathered(
        {"product_ids": ["a1"], "translations": texts, "description": "D"}, {"slug": "two", "product_ids": ["a1"]}
    )
    one = found.by_slug["one"]
    assert (one.name("en"), one.name("es"), one.description("es")) == ("One", "Uno", "D")
    assert collections_of(found) == {"a1": ["one", "two"]}


def test_tags_that_are_asked_for() -> None:
    wanted = [{"slug": "a", "name": "A", "where": {"tag": ["x", "y"]}}, {"slug": "b", "name": "B"}]
    assert wanted_tags(a_configuration(collections=wanted)) == {"x", "y"}
