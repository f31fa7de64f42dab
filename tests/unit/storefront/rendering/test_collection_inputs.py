from __future__ import annotations

from typing import Any

from storefront.catalogue.models import Collection
from storefront.rendering.addresses import Addresses
from storefront.rendering.card_facts import CardFacts, PriceFacts
from storefront.rendering.category_tree import CategoryTree
from storefront.rendering.collection_inputs import collection_pages
from storefront.rendering.collections import gather_collections
from storefront.rendering.head_texts import HeadTexts
from storefront.rendering.locale_texts import LocaleTexts, engine_texts
from storefront.rendering.outline import Outline
from storefront.rendering.plan_files import PageInput
from storefront.rendering.survey import Survey
from tests.factories.shops import a_configuration, photo_outcome

WORDS = {code: LocaleTexts(code, [engine_texts()[code], engine_texts()["en"]]) for code in ("en", "es")}


def pages(*wanted: dict[str, Any]) -> dict[str, PageInput]:
    survey = Survey()
    cards = [CardFacts(f"p{n}", f"f{n}", f"F{n}", PriceFacts("9.00", "EUR")) for n in range(4)]
    survey.by_id = {card.id: card for card in cards}
    survey.arrange()
    collections = gather_collections([Collection.model_validate(one) for one in wanted], survey, CategoryTree([]), {})
    addresses = Addresses.of("", "en", ["en", "es"])
    facts = photo_outcome("spring.jpg").facts
    assert facts is not None
    heads = {code: HeadTexts() for code in WORDS}
    configuration = a_configuration()
    pictures = {"spring.jpg": facts}
    outline = Outline(configuration, addresses, CategoryTree([]), {}, survey, WORDS, heads, collections, pictures)
    return {page.path: page for page in collection_pages(outline)}


SPRING = {
    "slug": "spring",
    "name": "New this spring",
    "description": "Light.",
    "product_ids": ["p2", "p0"],
    "picture": {"id": "s", "source": "spring.jpg", "alt": "Blossom"},
    "translations": {"es": {"name": "Novedades"}},
}
GIFTS = {"slug": "gifts", "name": "Gifts", "product_ids": ["p0", "p3"], "picture": {"id": "g", "source": "lost.jpg"}}


def test_a_shop_without_collections_has_no_such_pages() -> None:
    assert pages() == {}
    assert pages({"slug": "empty", "name": "Empty"}) == {}


def test_a_collection_in_every_language() -> None:
    made = pages(SPRING)
    english, spanish = made["/collections/spring/"], made["/es/collections/spring/"]
    assert (english.type, english.data["name"], spanish.data["name"]) == ("collection", "New this spring", "Novedades")
    assert [card.id for card in english.data["cards"]] == ["p2", "p0"]
    assert (english.description, english.data["scope"]) == ("Light.", "collection:spring")
    assert [label for label, _ in spanish.trail] == ["Inicio", "Colecciones", "Novedades"]
    assert (english.data["picture"].alt, english.data["picture"].file.width_px) == ("Blossom", 1600)


def test_a_picture_that_cannot_be_shown_is_left_out() -> None:
    assert pages(GIFTS)["/collections/gifts/"].data["picture"] is None


def test_the_page_of_all_names_them_as_the_search_index_does() -> None:
    made = pages(SPRING, {"slug": "page-2", "name": "Second", "product_ids": ["p1"]})
    assert made["/collections/"].data["scope"] == "collection:spring,page-2-2"


def test_one_page_shows_all_collections_each_product_once() -> None:
    every = pages(SPRING, GIFTS)["/es/collections/"]
    assert [card.id for card in every.data["cards"]] == ["p2", "p0", "p3"]
    assert every.data["scope"] == "collection:spring,gifts"
    assert [(link["name"], link["path"], link["count"]) for link in every.data["subcategories"]] == [
        ("Novedades", "/es/collections/spring/", 2),
        ("Gifts", "/es/collections/gifts/", 2),
    ]
