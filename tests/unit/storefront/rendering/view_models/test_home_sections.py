from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from storefront.catalogue.models import HomeSection as Settings
from storefront.rendering.card_facts import CardFacts, PriceFacts
from storefront.rendering.contract import HomeSection
from storefront.rendering.view_models.home_sections import home_sections
from tests.factories.shops import a_configuration
from tests.unit.storefront.rendering.view_models.pages import a_context

CARD = CardFacts("p1", "alba", "Alba", PriceFacts("9.00", "EUR"))
SPRING = {"spring": {"name": "New this spring", "path": "/collections/spring/", "cards": [CARD]}}


def sections(*wanted: dict[str, Any], locale: str = "en") -> list[HomeSection]:
    configuration = a_configuration(home_sections=list(wanted))
    data = {"collections": SPRING}
    return home_sections(a_context("home", data, locale=locale, path="/", configuration=configuration))


def test_sections_come_in_the_tenants_order() -> None:
    assert [one["kind"] for one in sections({"kind": "brands"}, {"kind": "hero"}, {"kind": "recent"})] == [
        "brands",
        "hero",
        "recent",
    ]


def test_a_store_that_says_nothing_has_the_usual_ones() -> None:
    made = home_sections(a_context("home", {}, path="/"))
    assert [one["kind"] for one in made][:3] == ["hero", "featured", "categories"]
    assert {one["title"] for one in made} == {""}


def test_a_page_has_one_hero_whatever_is_asked_for() -> None:
    assert [one["kind"] for one in sections({"kind": "hero"}, {"kind": "text"}, {"kind": "hero"})] == ["hero", "text"]


def test_the_tenants_words_are_cleaned_and_translated() -> None:
    story = {
        "kind": "text",
        "title": "Our workshop",
        "body": "By <b>hand</b><script>alert(1)</script>",
        "translations": {"es": {"title": "Nuestro taller"}},
    }
    (english,), (spanish,) = sections(story), sections(story, locale="es")
    assert (english["title"], english["body"]) == ("Our workshop", "<p>By <strong>hand</strong></p>")
    assert (spanish["title"], spanish["body"]) == ("Nuestro taller", english["body"])


def test_a_link_of_the_tenants_leads_to_the_page_in_the_readers_language() -> None:
    story = {"kind": "text", "title": "x", "link_label": "Read on", "link_path": "/about/"}
    links = [sections(story, locale=locale)[0]["link"] for locale in ("en", "es")]
    assert links == [{"label": "Read on", "url": "/about/"}, {"label": "Read on", "url": "/es/about/"}]
    translated = sections({**story, "translations": {"es": {"link_label": "Seguir leyendo"}}}, locale="es")
    assert translated[0]["link"] == {"label": "Seguir leyendo", "url": "/es/about/"}


@pytest.mark.parametrize(
    "path", ["//elsewhere.example/", "/\\elsewhere.example/", "https://elsewhere.example/", "about/"]
)
def test_a_link_of_the_tenants_stays_in_the_store(path: str) -> None:
    with pytest.raises(ValidationError, match="link_path"):
        Settings(kind="text", link_label="x", link_path=path)


def test_a_collection_brings_its_products_its_name_and_its_page() -> None:
    (section,) = sections({"kind": "collection", "collection": "spring"})
    assert [card["name"] for card in section["cards"]] == ["Alba"]
    assert section["title"] == "New this spring"
    assert section["link"] == {"label": "See all products", "url": "/collections/spring/"}


def test_a_collection_without_products_is_left_out() -> None:
    assert sections({"kind": "collection", "collection": "gone"}, {"kind": "collection"}) == []
