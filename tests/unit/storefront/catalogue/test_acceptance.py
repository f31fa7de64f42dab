from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType
from typing import Any

import pytest

from storefront.catalogue.acceptance import Acceptance
from storefront.catalogue.drafts import Draft
from storefront.catalogue.models import Product
from storefront.catalogue.quarantine import QuarantinedRow
from storefront.catalogue.slugs import SlugRegister


class Gate:
    """Drafts in, one after the other, as an import does it."""

    def __init__(self, currency: str = "EUR", **owners: str) -> None:
        self.acceptance = Acceptance(currency=currency, slugs=SlugRegister(owners))
        self.row = 1

    def __call__(self, draft: Draft | None = None, **fields: Any) -> Product | QuarantinedRow:
        self.row += 1
        whole = {"id": "1", "name": "Round", "price": "149.00", **fields}
        return self.acceptance.accept(draft or Draft(self.row, whole))

    def product(self, **fields: Any) -> Product:
        outcome = self(**fields)
        assert isinstance(outcome, Product), outcome
        return outcome

    def refusal(self, **fields: Any) -> tuple[int, str, str]:
        outcome = self(**fields)
        assert isinstance(outcome, QuarantinedRow)
        assert outcome.about == "product"
        assert outcome.reason
        assert outcome.remedy
        return outcome.row, outcome.field, outcome.raw

    def notes(self) -> list[tuple[str, str, str]]:
        return [(note.about, note.field, note.raw) for note in self.acceptance.notes]


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.mark.parametrize(
    ("fields", "field", "raw"),
    [
        ({"id": None}, "id", "Round"),
        ({"id": " "}, "id", "Round"),
        ({"id": "x" * 201}, "id", "x" * 79 + "…"),
        ({"name": None}, "name", "1"),
        ({"name": "<b> </b>"}, "name", "1"),
        ({"price": None}, "price", ""),
        ({"price": "0.00"}, "price", "0.00"),
        ({"price": "-5"}, "price", "-5"),
        ({"price": "ask us"}, "price", "ask us"),
        ({"price": "9999999999999"}, "price", "9999999999999"),
        ({"currency": "Euro"}, "currency", "EURO"),
        ({"id": "太", "name": "太阳镜"}, "slug", "太阳镜"),
        ({"price": None, "variants": [{"price": "0"}]}, "price", "0"),
    ],
)
def test_what_a_product_must_have(gate: Gate, fields: dict[str, Any], field: str, raw: str) -> None:
    assert gate.refusal(**fields) == (2, field, raw)


def test_a_name_without_latin_letters_gets_its_address_from_the_id(gate: Gate) -> None:
    assert gate.product(name="太阳镜").slug == "1"


def test_texts_are_cleaned(gate: Gate) -> None:
    item = gate.product(name=" <b>Caf&eacute;</b>\n x\x00", description="<p>a\x00</p>", shape="Cat Eye", gender="Women")
    assert (item.name, item.description, item.shape, item.gender) == ("Café x", "<p>a</p>", "cat-eye", "women")
    assert gate.product(id="2", name="n" * 400).name == "n" * 300


def test_a_wished_slug_is_made_usable(gate: Gate) -> None:
    assert gate.product(slug="My Frame!").slug == "my-frame"


def test_an_id_met_before_is_set_aside(gate: Gate) -> None:
    gate.product()
    assert gate.refusal(name="Again") == (3, "id", "1")


def test_or_numbered_where_the_source_has_none(gate: Gate) -> None:
    fields = {"name": "Same", "price": 5}
    ids = ["a", "a-2", "a", "a"]
    outcomes = [gate(Draft(row, {**fields, "id": i}, number_repeats=True)) for row, i in enumerate(ids, 2)]
    assert [item.id for item in outcomes if isinstance(item, Product)] == ["a", "a-2", "a-3", "a-4"]


def test_a_refused_row_does_not_use_its_id_up(gate: Gate) -> None:
    gate.refusal(price="0")
    assert gate.product().id == "1"


def test_the_currency_is_the_rows_the_prices_or_the_stores() -> None:
    gate = Gate("CHF")
    assert gate.product(id="1", price="€5", currency="usd").currency == "USD"
    assert gate.product(id="2", price="€5").currency == "EUR"
    assert not gate.acceptance.currency_assumed
    assert gate.product(id="3", price="5").currency == "CHF"
    assert gate.acceptance.currency_assumed


def test_without_a_price_the_lowest_variant_counts(gate: Gate) -> None:
    variants = [{"id": "a", "price": "£12,50"}, {"id": "b", "price": 11}, {"id": "c"}]
    item = gate.product(price="", variants=variants)
    assert (item.price, item.currency) == (Decimal(11), "EUR")
    assert [variant.price for variant in item.variants] == [Decimal("12.50"), Decimal(11), None]


def test_a_former_price_must_be_higher(gate: Gate) -> None:
    variants = [{"id": "a", "price": "5", "compare_at_price": "9"}, {"id": "b", "compare_at_price": "100"}]
    item = gate.product(price="149", compare_at_price="150,00 €", variants=variants)
    assert item.compare_at_price == Decimal("150.00")
    assert [variant.compare_at_price for variant in item.variants] == [Decimal(9), None]
    assert gate.product(id="2", price="149", compare_at_price="149").compare_at_price is None


def test_a_variant_with_an_unusable_price_is_left_out(gate: Gate) -> None:
    item = gate.product(variants=[{"id": "a", "price": "soon"}, {"id": "b", "price": "5"}, "junk"])
    assert [variant.id for variant in item.variants] == ["b"]
    assert gate.notes() == [("variant", "variants.price", "soon"), ("variant", "variants.price", "junk")]


def test_variants_have_ids_of_their_own(gate: Gate) -> None:
    variants = [{"sku": "S"}, {"sku": "S"}, {}, {"id": "4"}, {"sku": "S"}]
    item = gate.product(variants=variants)
    assert [variant.id for variant in item.variants] == ["S", "S-2", "3", "4", "S-3"]
    assert [variant.sku for variant in item.variants] == ["S", "S", None, None, "S"]


def test_optional_values_that_are_no_good_are_left_out(gate: Gate) -> None:
    item = gate.product(
        gtin="12",
        shape="blob",
        weight_g=-1,
        size={"lens_width_mm": 52, "bridge_mm": "wide", "depth": 3},
        media=[{"id": "1"}, {"id": "2", "source": "a.jpg", "view": "odd"}, {"id": "3", "source": "b.jpg"}],
        reviews=[{"id": "r", "author": "A", "rating": 9}],
        variants=[{"id": "a", "gtin": "x"}, {"id": "b"}],
        unknown_column="x",
    )
    assert (item.gtin, item.shape, item.weight_g, item.reviews) == (None, None, None, [])
    assert item.size is not None
    assert item.size.model_dump(exclude_none=True) == {"lens_width_mm": 52}
    assert [media.id for media in item.media] == ["3"]
    assert [variant.id for variant in item.variants] == ["b"]
    assert {(about, field) for about, field, _ in gate.notes()} == {
        ("value", "gtin"),
        ("value", "shape"),
        ("value", "weight_g"),
        ("value", "size.bridge_mm"),
        ("value", "size.depth"),
        ("photo", "media.0.source"),
        ("photo", "media.1.view"),
        ("value", "reviews.0.rating"),
        ("variant", "variants.0.gtin"),
    }
    assert {note.product_id for note in gate.acceptance.notes} == {"1"}


def test_translations_of_no_language(gate: Gate) -> None:
    texts = {"name": "Redonda"}
    item = gate.product(translations={"es": texts, "Español": texts, "de": {"name": 5}, "fr": "Ronde"})
    assert list(item.translations) == ["es", "de"]
    assert item.translations["de"].name is None
    assert [field for _, field, _ in gate.notes()] == [
        "translations.Español.[key]",
        "translations.de.name",
        "translations.fr",
    ]


def test_a_value_that_cannot_be_taken_out_alone_takes_its_field_along(gate: Gate) -> None:
    assert gate.product(translations=MappingProxyType({"es": {}, "Español": {}})).translations == {}
    assert gate.product(id="2", size=MappingProxyType({"lens_width_mm": -1})).size is None


def test_lists_that_are_none(gate: Gate) -> None:
    item = gate.product(media="photo.jpg", tags={"a": 1}, variants={"a": 1}, size="52", category_ids=[1, "x"])
    assert (item.media, item.tags, item.variants, item.size, item.category_ids) == ([], [], [], None, ["x"])


def test_a_refused_products_notes_are_not_kept(gate: Gate) -> None:
    gate.refusal(gtin="12", currency="Euro", variants=[{"price": "x"}, {"price": 1}])
    assert gate.notes() == []


def test_brands_and_categories_by_name(gate: Gate) -> None:
    draft = Draft(
        2, {"id": "1", "name": "A", "price": 1}, brand="Ray-Ban", categories=[("Men", "Sun"), ("?",), ("Sale",)]
    )
    item = gate(draft)
    assert isinstance(item, Product)
    assert (item.brand_id, item.category_ids) == ("ray-ban", ["men--sun", "sale"])
    told = {"id": "2", "name": "A", "price": 1, "brand_id": "b7", "category_ids": ["c9"]}
    item = gate(Draft(3, told, brand="Persol", categories=[("Other",)]))
    assert isinstance(item, Product)
    assert (item.brand_id, item.category_ids) == ("b7", ["c9"])
