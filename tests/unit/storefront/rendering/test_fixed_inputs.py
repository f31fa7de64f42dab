from __future__ import annotations

from typing import Any

from storefront.catalogue.models import Collection
from storefront.rendering.addresses import Addresses
from storefront.rendering.card_facts import CardFacts, PriceFacts
from storefront.rendering.category_tree import CategoryTree
from storefront.rendering.collections import gather_collections
from storefront.rendering.fixed_inputs import fixed_pages
from storefront.rendering.head_texts import HeadTexts
from storefront.rendering.locale_texts import LocaleTexts, engine_texts
from storefront.rendering.outline import Outline
from storefront.rendering.plan_files import PageInput
from storefront.rendering.survey import Survey
from tests.factories.shops import a_configuration

WORDS = {code: LocaleTexts(code, [engine_texts()[code], engine_texts()["en"]]) for code in ("en", "es")}
SPRING = {"slug": "spring", "name": "Spring", "product_ids": ["p2", "p0"], "translations": {"es": {"name": "Abril"}}}


def pages(**changes: Any) -> dict[str, PageInput]:
    survey = Survey()
    cards = [CardFacts(f"p{n}", f"f{n}", f"F{n}", PriceFacts("9.00", "EUR")) for n in range(4)]
    survey.by_id = {card.id: card for card in cards}
    survey.arrange()
    collections = gather_collections([Collection.model_validate(SPRING)], survey, CategoryTree([]), {})
    addresses = Addresses.of("", "en", ["en", "es"])
    heads = {code: HeadTexts() for code in WORDS}
    outline = Outline(
        a_configuration(**changes), addresses, CategoryTree([]), {}, survey, WORDS, heads, collections, {}
    )
    return {page.path: page for page in fixed_pages(outline)}


def test_the_customers_own_pages_are_there_in_every_language() -> None:
    made = pages()
    for path, page_type in (("/compare/", "compare"), ("/wishlist/", "wishlist"), ("/offline/", "offline")):
        assert made[path].type == made[f"/es{path}"].type == page_type
    assert made["/es/wishlist/"].trail[-1] == ("Favoritos", "/es/wishlist/")


def test_the_start_page_has_the_collections_its_sections_name() -> None:
    wanted = [{"kind": "collection", "collection": slug} for slug in ("spring", "spring", "unknown")]
    home = pages(home_sections=wanted)["/es/"]
    assert list(home.data["collections"]) == ["spring"]
    spring = home.data["collections"]["spring"]
    assert (spring["name"], spring["path"]) == ("Abril", "/es/collections/spring/")
    assert [card.id for card in spring["cards"]] == ["p2", "p0"]


def test_no_section_no_collections() -> None:
    assert pages()["/"].data["collections"] == {}
