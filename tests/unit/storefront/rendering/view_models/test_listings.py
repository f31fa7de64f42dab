from __future__ import annotations

from typing import Any

import orjson

from storefront.rendering.card_facts import CardFacts, ColourFacts, PhotoFacts, PriceFacts
from storefront.rendering.facets import count_facets
from storefront.rendering.view_models.listings import (
    brand_content,
    category_content,
    collection_content,
    facet_content,
    search_content,
    search_url,
)
from tests.factories.shops import photo_outcome
from tests.unit.storefront.rendering.view_models.pages import a_context

FILE = photo_outcome("a").facts
CARDS = [
    CardFacts(
        "p1",
        "rivera",
        "Rivera",
        PriceFacts("149.00", "EUR", "199.00"),
        brand="dg",
        brand_name="Dolce & Gabbana",
        shape="cat-eye",
        material="Bio Acetate",
        rating=("4.5", 12),
        colours=[ColourFacts("Havana", "brown", "#7a4a22", {"es": "Carey"})],
        sizes=[(52, 18, 145)],
        photo=PhotoFacts(FILE, "front", colour=ColourFacts("Havana", names={"es": "Carey"})),  # type: ignore[arg-type]
    ),
    CardFacts(
        "p2", "oslo", "Oslo", PriceFacts("90.00", "EUR"), in_stock=False, brand="n", brand_name="N", material="wood"
    ),
]


def listing_data(**changes: Any) -> dict[str, Any]:
    values = {
        "name": "Sunglasses",
        "description": "For <script>bad()</script> sunny <b>days</b>.",
        "parts": ["shop", "sunglasses"],
        "scope": "category:sunglasses",
        "total": 50,
        "number": 2,
        "pages": 3,
        "cards": CARDS,
        "facets": count_facets(CARDS),
        "subcategories": [
            {"value": "sunglasses/round", "name": "Round", "path": "/shop/sunglasses/round/", "count": 7}
        ],
    }
    return values | changes


def listing_of(locale: str = "en", **changes: Any) -> Any:
    return category_content(a_context("category", listing_data(**changes), locale=locale))["listing"]


def test_a_card() -> None:
    card, bare = listing_of()["cards"]
    assert card.pop("picture")["alt"] == "Dolce & Gabbana Rivera, Havana, front view"
    assert card.pop("price")["compare_at_text"] == "€199.00"
    assert card == {
        "id": "p1",
        "url": "/products/rivera/",
        "name": "Rivera",
        "brand": "Dolce & Gabbana",
        "swatches": [{"name": "Havana", "hex": "#7a4a22"}],
        "size_text": "52□18-145",
        "shape": "cat-eye",
        "shape_label": "Cat-eye",
        "in_stock": True,
        "is_reduced": True,
        "rating_text": "4.5",
        "rating_count": 12,
    }
    assert (bare["picture"], bare["size_text"], bare["rating_text"], bare["rating_count"]) == (None, None, None, 0)


def test_a_card_in_another_locale() -> None:
    card = listing_of("es")["cards"][0]
    assert card["url"] == "/es/products/rivera/"
    assert card["picture"]["alt"] == "Dolce & Gabbana Rivera, Carey, vista frontal"
    assert (card["price"]["text"], card["shape_label"], card["rating_text"]) == ("149,00\u00a0€", "Ojo de gato", "4,5")


def test_facets_are_put_into_words_and_values_without_words_stay_as_written() -> None:
    facets = {facet["key"]: facet for facet in listing_of()["facets"]}
    assert facets["brand"]["label"] == "Brand"
    assert [(choice["label"], choice["url"]) for choice in facets["brand"]["choices"]] == [
        ("Dolce & Gabbana", None),
        ("N", None),
    ]
    assert [(choice["value"], choice["label"]) for choice in facets["material"]["choices"]] == [
        ("bio-acetate", "Bio Acetate"),
        ("wood", "Wood"),
    ]
    assert (facets["price"]["kind"], facets["price"]["minimum"], facets["price"]["unit"]) == ("range", 90, "EUR")


def test_a_value_with_a_page_of_its_own_is_a_link_to_it() -> None:
    facets = orjson.loads(orjson.dumps(count_facets(CARDS)))
    brands = next(facet for facet in facets if facet["key"] == "brand")
    brands["choices"][0]["parts"] = ["brands", "dg"]
    shown = next(facet for facet in listing_of("es", facets=facets)["facets"] if facet["key"] == "brand")
    assert [choice["url"] for choice in shown["choices"]] == ["/es/brands/dg/", None]


def test_a_facet_page_names_the_list_it_narrows() -> None:
    own = {"facet_key": "shape", "facet_value": "round", "parent": {"name": "Glasses", "path": "/shop/glasses/"}}
    content = facet_content(a_context("facet", listing_data(name="Round glasses", **own)))
    assert (content["name"], content["facet_key"], content["facet_value"]) == ("Round glasses", "shape", "round")
    assert content["parent"] == {"label": "Glasses", "url": "/shop/glasses/"}
    assert content["listing"]["title"] == "Round glasses"


def test_a_collection_shows_its_picture_on_its_first_page() -> None:
    picture = PhotoFacts(FILE, alt="Three frames on a bench")  # type: ignore[arg-type]
    first = collection_content(a_context("collection", listing_data(picture=picture, number=1)))
    assert first["picture"] is not None
    assert first["picture"]["alt"] == "Three frames on a bench"
    assert first["description"] == "<p>For  sunny <strong>days</strong>.</p>"
    assert collection_content(a_context("collection", listing_data(picture=picture)))["picture"] is None
    assert collection_content(a_context("collection", listing_data(picture=None, number=1)))["picture"] is None


def test_a_page_in_the_middle() -> None:
    listing = listing_of()
    pagination = listing["pagination"]
    assert (pagination["previous_url"], pagination["next_url"]) == ("/shop/sunglasses/", "/shop/sunglasses/page-3/")
    assert [(page["number"], page["url"], page["current"]) for page in pagination["pages"]] == [
        (1, "/shop/sunglasses/", False),
        (2, "/shop/sunglasses/page-2/", True),
        (3, "/shop/sunglasses/page-3/", False),
    ]
    assert (listing["total_text"], listing["scope_key"]) == ("50 products", "category:sunglasses")
    assert listing["subcategories"][0]["url"] == "/shop/sunglasses/round/"
    assert listing["intro"] == "<p>For  sunny <strong>days</strong>.</p>"


def test_the_ends_of_a_listing() -> None:
    assert listing_of(number=1)["pagination"]["previous_url"] is None
    assert listing_of(number=3)["pagination"]["next_url"] is None


def test_a_brand_has_its_description_sanitised() -> None:
    content = brand_content(a_context("brand", listing_data(name="D & G", description="Since <u>1985</u>")))
    assert (content["name"], content["description"]) == ("D & G", "<p>Since 1985</p>")


def test_search_knows_all_facets() -> None:
    data = {"facets": count_facets(CARDS), "total": 2, "cards": CARDS}
    content = search_content(a_context("search", data))
    assert content["total"] == 2
    assert [card["id"] for card in content["cards"]] == [card.id for card in CARDS]
    assert content["all_products"] is None
    assert {facet["key"] for facet in content["facets"]} == {"brand", "material", "price"}


def test_search_names_the_place_of_the_products_it_does_not_show() -> None:
    data = {"facets": [], "total": 30, "cards": CARDS[:1]}
    assert search_content(a_context("search", data, locale="es"))["all_products"] == {
        "label": "Todos los productos",
        "url": "/es/shop/",
    }


def test_addresses_of_the_search_page_with_a_filter_set() -> None:
    context = a_context(locale="es")
    assert search_url(context, shape="cat-eye") == "/es/search/?shape=cat-eye"
    assert search_url(context, shape="round,oval", q="a&b") == "/es/search/?shape=round,oval&q=a%26b"
