from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from storefront.catalogue.models import Product, ProductTexts, Review, Variant
from storefront.seo.product_markup import IMAGES_SHOWN, REVIEWS_SHOWN
from storefront.seo.structured_data import product_markup
from tests.unit.storefront.seo.products import IMAGES, URL, product, reviews, size, variant


def markup(sold: Product, **more: Any) -> dict[str, Any]:
    return product_markup(sold, url=URL, images=IMAGES, **more)


def test_a_plain_product() -> None:
    made = markup(product(gtin="4006381333931", mpn="M-1"), brand_name="Ørgreen", description="Light.")
    assert made["@type"] == "Product"
    assert made["name"] == "Alba"
    assert made["image"] == IMAGES
    assert made["brand"] == {"@type": "Brand", "name": "Ørgreen"}
    assert (made["sku"], made["gtin"], made["mpn"]) == ("p1", "4006381333931", "M-1")
    assert made["description"] == "Light."
    assert made["offers"]["price"] == "149.00"
    assert made["offers"]["url"] == URL
    assert not {"aggregateRating", "review", "hasVariant", "material"} & made.keys()


def test_a_number_with_a_wrong_check_digit_is_left_out() -> None:
    assert "gtin" not in markup(product(gtin="4006381333932"))


def test_a_single_variant_gives_its_own_facts_to_the_product() -> None:
    only = variant("v", "Black", sku="S-1", gtin="96385074", price=Decimal(120), in_stock=False, size=size(50, 20, 140))
    made = markup(product(gtin="4006381333931", variants=[only]))
    assert made["@type"] == "Product"
    assert (made["sku"], made["gtin"], made["color"]) == ("S-1", "96385074", "Black")
    assert made["size"]["name"] == "50-20-140"
    assert made["offers"]["price"] == "120.00"
    assert made["offers"]["availability"] == "https://schema.org/OutOfStock"


def test_variants_make_a_group() -> None:
    variants = [variant("a", "Black", sku="A"), variant("b&c", "Gold", price=Decimal(159))]
    made = markup(product(variants=variants, mpn="M-1"))
    assert made["@type"] == "ProductGroup"
    assert made["productGroupID"] == "p1"
    assert made["variesBy"] == ["https://schema.org/color"]
    assert "offers" not in made
    black, gold = made["hasVariant"]
    assert (black["sku"], black["color"], black["name"]) == ("A", "Black", "Alba – Black")
    assert (black["offers"]["price"], gold["offers"]["price"]) == ("149.00", "159.00")
    assert (black["offers"]["url"], gold["offers"]["url"]) == (f"{URL}?variant=a", f"{URL}?variant=b%26c")


def test_variants_have_their_own_pages_and_photos_where_there_are_any() -> None:
    made = markup(
        product(variants=[variant("a", "Black"), variant("b", "Gold")]),
        variant_urls={"a": f"{URL}black/"},
        variant_images={"b": ["https://optik.example/gold.jpg"]},
    )
    black, gold = made["hasVariant"]
    assert black["offers"]["url"] == f"{URL}black/"
    assert (black["image"], gold["image"]) == (IMAGES, ["https://optik.example/gold.jpg"])


def test_variants_without_photos_name_some_of_the_product_s() -> None:
    many = [f"{IMAGES[0]}?{number}" for number in range(500)]
    made = product_markup(product(variants=[variant("a", "Red"), variant("b", "Blue")]), url=URL, images=many)
    assert made["image"] == many
    assert [one["image"] for one in made["hasVariant"]] == [many[:IMAGES_SHOWN]] * 2


def test_variants_that_cannot_be_told_apart_make_a_product() -> None:
    made = markup(product(variants=[variant("a"), variant("b")]))
    assert made["@type"] == "Product"
    assert made["sku"] == "p1"


def test_sizes_in_millimetres_and_weight_in_grams() -> None:
    frame = size(52, 18, 145, lens_height_mm=40.5, frame_width_mm=138)
    made = markup(product(size=frame, weight_g=24.0), labels={"bridge": "Puente"})
    measures = {m["name"]: (m["value"], m["unitCode"]) for m in made["size"]["hasMeasurement"]}
    assert made["size"]["@type"] == "SizeSpecification"
    assert measures == {
        "Lens width": (52, "MMT"),
        "Puente": (18, "MMT"),
        "Temple length": (145, "MMT"),
        "Lens height": (40.5, "MMT"),
        "Frame width": (138, "MMT"),
    }
    assert made["weight"] == {"@type": "QuantitativeValue", "value": 24, "unitCode": "GRM"}


def test_a_size_that_has_only_a_name_is_text() -> None:
    variants = [Variant(id=i, options={"Size": i}) for i in ("Small", "Large")]
    assert [v["size"] for v in markup(product(variants=variants))["hasVariant"]] == ["Small", "Large"]


def test_eyewears_facts_by_name() -> None:
    sold = product(shape="cat-eye", rim="full", lens_type="demo", polarised=False, gender="women", material="acetate")
    made = markup(sold, labels={"shape": "Forma", "shape.cat-eye": "Ojo de gato"})
    facts = {p["propertyID"]: (p["name"], p["value"]) for p in made["additionalProperty"]}
    assert facts == {
        "shape": ("Forma", "Ojo de gato"),
        "rim": ("Rim", "full"),
        "lens_type": ("Lens type", "demo"),
        "polarised": ("Polarised", False),
    }
    assert made["audience"]["suggestedGender"] == "female"
    assert made["material"] == "acetate"


def test_children_have_no_gender() -> None:
    assert "audience" not in markup(product(gender="kids"))


def test_the_rating_is_the_mean_of_all_reviews_while_some_are_shown() -> None:
    made = markup(product(reviews=reviews(*[5] * REVIEWS_SHOWN, 1, 1)))
    assert made["aggregateRating"]["ratingValue"] == "4.3"  # 52 / 12
    assert made["aggregateRating"]["reviewCount"] == REVIEWS_SHOWN + 2
    assert len(made["review"]) == REVIEWS_SHOWN


def test_a_review_in_full() -> None:
    told = Review(id="r", author="Ana", rating=4, title="Nice", body="Light", date="2025-03-01", locale="es")
    (made,) = markup(product(reviews=[told]))["review"]
    assert made["author"]["name"] == "Ana"
    assert made["reviewRating"]["ratingValue"] == 4
    assert (made["name"], made["reviewBody"]) == ("Nice", "Light")
    assert (made["datePublished"], made["inLanguage"]) == ("2025-03-01", "es")


@pytest.mark.parametrize(
    ("given", "locale", "name"), [(None, "es", "Alba de día"), (None, "en", "Alba"), ("X", "es", "X")]
)
def test_the_name_is_the_pages(given: str | None, locale: str, name: str) -> None:
    sold = product(translations={"es": ProductTexts(name="Alba de día")})
    assert markup(sold, name=given, locale=locale)["name"] == name


def test_the_same_product_gives_the_same_markup() -> None:
    sold = product(variants=[variant("a", "Black"), variant("b", "Gold")], reviews=reviews(5, 4))
    assert repr(markup(sold)) == repr(markup(sold.model_copy(deep=True)))
