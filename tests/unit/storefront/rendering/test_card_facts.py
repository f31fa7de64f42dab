from __future__ import annotations

from decimal import Decimal
from typing import Any

import orjson
import pytest

from storefront.catalogue.models import Product
from storefront.rendering.card_facts import CardFacts, card_facts, is_available, lowest_price, photo_facts, price_of
from tests.factories.shops import a_product, photo_outcome


def a_card(product: Product, **changes: Any) -> CardFacts:
    photos = [(media, photo_outcome(media.source).facts) for media in product.media]
    values: dict[str, Any] = {"brand": ("nordlys", "Nordlys"), "categories": ["glasses"], "photos": photos} | changes
    return card_facts(product, **values)


def priced(*prices: tuple[str | None, str | None], price: str = "100", compare_at: str | None = None) -> Product:
    variants = [
        {"id": str(number), "price": own, "compare_at_price": former} for number, (own, former) in enumerate(prices)
    ]
    return a_product(variants=variants, price=price, compare_at_price=compare_at, media=[])


@pytest.mark.parametrize(
    ("product", "amount", "former", "is_from"),
    [
        (priced(), "100.00", None, False),
        (priced(compare_at="120"), "100.00", "120.00", False),
        (priced(compare_at="100"), "100.00", None, False),
        (priced((None, None), (None, None)), "100.00", None, False),
        (priced(("90", None), ("110", None)), "90.00", None, True),
        (priced(("110", None), ("90", "95"), compare_at="130"), "90.00", "95.00", True),
        (priced(("90", None), (None, None)), "90.00", None, True),
        (priced(("90", None), compare_at="130"), "90.00", None, False),
        (priced(("9", None), ("100", None)), "9.00", None, True),
    ],
)
def test_the_lowest_price_and_whether_variants_differ(
    product: Product, amount: str, former: str | None, is_from: bool
) -> None:
    price = lowest_price(product)
    assert (price.amount, price.compare_at, price.is_from) == (amount, former, is_from)


def test_amounts_have_the_currency_s_decimals() -> None:
    assert price_of(a_product(price="18000", currency="JPY"), None).amount == "18000"
    assert price_of(a_product(price=Decimal("10.5")), None).amount == "10.50"


@pytest.mark.parametrize(
    ("product_in_stock", "variants_in_stock", "available"),
    [(True, [], True), (False, [], False), (True, [False, True], True), (True, [False], False), (False, [True], False)],
)
def test_a_product_is_available_when_some_of_it_can_be_bought(
    product_in_stock: bool, variants_in_stock: list[bool], available: bool
) -> None:
    variants = [{"id": str(number), "in_stock": stock} for number, stock in enumerate(variants_in_stock)]
    assert is_available(a_product(in_stock=product_in_stock, variants=variants, media=[])) is available


def test_a_card_holds_what_listings_need() -> None:
    card = a_card(a_product(1))
    assert (card.name, card.name_in("es"), card.name_in("de")) == ("Frame 1", "Montura 1", "Frame 1")
    assert card.sizes == [(47, 17, 145)]
    assert card.frame_width == 127
    assert [colour.name for colour in card.colours] == ["Black", "Gold"]
    assert card.rating == ("5.0", 1)
    assert card.photo is not None
    assert card.photo.colour is not None
    assert card.photo.colour.name == "Black"


def test_colours_and_sizes_are_told_once() -> None:
    variants = [
        {"id": "1", "colour": {"name": "Black", "family": " Black "}, "size": {"lens_width_mm": 50}},
        {
            "id": "2",
            "colour": {"name": "Black", "family": "black"},
            "size": {"lens_width_mm": 52, "frame_width_mm": 140},
        },
        {"id": "3", "size": {"lens_width_mm": 50}},
        {"id": "4", "size": {}},
    ]
    card = a_card(a_product(size=None, variants=variants, media=[]))
    assert [(colour.name, colour.family) for colour in card.colours] == [("Black", "black")]
    assert card.sizes == [(50, None, None), (52, None, None)]
    assert card.frame_width == 140


def test_a_photo_that_no_variant_names_shows_no_certain_colour() -> None:
    product = a_product(variants=[{"id": "1", "colour": {"name": "Black"}}])
    assert photo_facts(product, product.media[0], photo_outcome("x").facts).colour is None  # type: ignore[arg-type]


def test_a_bare_product_has_a_card_too() -> None:
    bare = Product(id="1", slug="a", name="A", price=Decimal(1), currency="EUR")
    card = a_card(bare, brand=None, categories=[])
    assert (card.brand, card.photo, card.rating, card.sizes, card.colours) == (None, None, None, [], [])


@pytest.mark.parametrize(
    "product", [a_product(1), Product(id="1", slug="a", name="A", price=Decimal(1), currency="EUR")]
)
def test_cards_travel_as_json(product: Product) -> None:
    card = a_card(product)
    assert CardFacts.from_dict(orjson.loads(orjson.dumps(card))) == card
