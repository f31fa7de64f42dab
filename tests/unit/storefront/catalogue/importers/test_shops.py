"""Exports of Shopify and WooCommerce, as tables of the columns that matter."""

from __future__ import annotations

from typing import Any

import pytest

from storefront.catalogue.drafts import Draft
from storefront.catalogue.importers.photos import media_of
from storefront.catalogue.importers.shopify import shopify_drafts
from storefront.catalogue.importers.tables import Row
from storefront.catalogue.importers.woocommerce import woocommerce_drafts
from storefront.catalogue.quarantine import QuarantinedRow


def rows(*cells: dict[str, str]) -> list[Row]:
    return [Row(number, row) for number, row in enumerate(cells, start=2)]


def the_draft(outcome: Any) -> Draft:
    assert isinstance(outcome, Draft)
    return outcome


def shopify(*cells: dict[str, str]) -> list[Draft | QuarantinedRow]:
    return list(shopify_drafts(rows(*cells)))


def woocommerce(*cells: dict[str, str]) -> list[Draft | QuarantinedRow]:
    return list(woocommerce_drafts(rows(*cells)))


def test_a_shopify_product_with_options_and_photos() -> None:
    first = {
        "Handle": "round",
        "Title": "Round",
        "Body (HTML)": "<p>Fine</p>",
        "Vendor": "Lumen",
        "Type": "Sunglasses",
        "Tags": "men, summer",
        "Published": "true",
        "Status": "active",
        "Option1 Name": "Color",
        "Option1 Value": "Havana",
        "Option2 Name": "Size",
        "Option2 Value": "52-18-145",
        "Variant SKU": "'007",
        "Variant Barcode": "'4006381333931",
        "Variant ID": "'41234567890",
        "Variant Grams": "25.0",
        "Variant Inventory Tracker": "shopify",
        "Variant Inventory Qty": "0",
        "Variant Inventory Policy": "deny",
        "Variant Price": "149.00",
        "Variant Compare At Price": "169.00",
        "Image Src": "https://x.example/2.jpg",
        "Image Position": "2",
        "Variant Image": "https://x.example/havana.jpg",
        "SEO Description": "Round &amp; fine",
    }
    second = {"Handle": "round", "Option1 Value": "Black", "Variant Price": "139.00", "Variant Inventory Qty": "0"}
    third = {
        "Handle": "round",
        "Image Src": "https://x.example/1-front.jpg",
        "Image Position": "1",
        "Image Alt Text": "Front",
    }
    (outcome,) = shopify(first, second, third)
    draft = the_draft(outcome)
    assert (draft.row, draft.brand, draft.categories) == (2, "Lumen", [("Sunglasses",)])
    fields = draft.fields
    assert (fields["id"], fields["kind"], fields["gender"], fields["weight_g"]) == ("round", "sunglasses", "men", 25)
    assert (fields["summary"], fields["tags"], fields["in_stock"]) == ("Round & fine", ["men", "summer"], True)
    assert fields["media"] == [
        {"id": "1", "source": "https://x.example/1-front.jpg", "view": "front", "alt": "Front"},
        {"id": "2", "source": "https://x.example/2.jpg", "view": "other"},
        {"id": "3", "source": "https://x.example/havana.jpg", "view": "other"},
    ]
    havana, black = fields["variants"]
    assert (havana["sku"], havana["gtin"], havana["in_stock"], havana["stock_quantity"]) == (
        "007",
        "4006381333931",
        False,
        0,
    )
    assert havana["options"] == {"Color": "Havana", "Size": "52-18-145"}
    assert havana["colour"].family == "tortoise"
    assert havana["size"].lens_width_mm == 52
    assert havana["media_ids"] == ["3"]
    assert (havana["checkout_ref"], black["checkout_ref"]) == ("41234567890", None)
    assert (black["price"], black["in_stock"], black["stock_quantity"], black["media_ids"]) == (
        "139.00",
        True,
        None,
        [],
    )


@pytest.mark.parametrize(
    ("cells", "in_stock"),
    [
        ({"Variant Inventory Tracker": "shopify", "Variant Inventory Qty": "3"}, True),
        ({"Variant Inventory Tracker": "shopify", "Variant Inventory Qty": "0"}, False),
        ({"Variant Inventory Tracker": "shopify", "Variant Inventory Policy": "continue"}, True),
        ({}, True),
    ],
)
def test_shopifys_stock(cells: dict[str, str], in_stock: bool) -> None:
    (outcome,) = shopify({"Handle": "a", "Title": "A", "Variant Price": "5", **cells})
    assert the_draft(outcome).fields["in_stock"] is in_stock


def test_shopify_products_that_are_not_on_sale() -> None:
    found = shopify(
        {"Handle": "a", "Title": "A", "Published": "false", "Variant Price": "1"},
        {"Handle": "b", "Title": "B", "Published": "true", "Status": "draft", "Variant Price": "1"},
        {"Handle": "", "Title": "C"},
    )
    assert [(row.row, row.field, row.raw) for row in found if isinstance(row, QuarantinedRow)] == [
        (2, "Status", "Published: false"),
        (3, "Status", "draft"),
        (4, "Handle", ""),
    ]


def a_tee(**cells: str) -> dict[str, str]:
    return {"ID": "1", "Type": "variable", "SKU": "tee", "Name": "Tee", "Published": "1", "In stock?": "1", **cells}


def test_woocommerce_variations_anywhere_in_the_file() -> None:
    found = woocommerce(
        {
            "ID": "8",
            "Type": "variation",
            "SKU": "tee-s",
            "Parent": "tee",
            "Regular price": "20",
            "Sale price": "18",
            "Attribute 1 name": "Color",
            "Attribute 1 value(s)": "Red",
            "Images": "https://x.example/red.jpg",
            "In stock?": "0",
            "Stock": "0",
        },
        a_tee(
            Categories="Clothing > Tees, Sale",
            Images="https://x.example/a.jpg, https://x.example/red.jpg",
            **{
                "Weight (kg)": "0.2",
                "Description": "a\\nb",
                "Attribute 1 name": "Brand",
                "Attribute 1 value(s)": "Lumen",
                "Is featured?": "1",
                "GTIN, UPC, EAN, or ISBN": "4006381333931",
            },
        ),
        {
            "ID": "9",
            "Type": "variation",
            "Parent": "id: 1",
            "Regular price": "25",
            "In stock?": "1",
            "Attribute 1 name": "Size",
            "Attribute 1 value(s)": "52-18-145",
        },
        {"ID": "10", "Type": "variation", "Parent": "gone", "Regular price": "5"},
    )
    draft, orphan = the_draft(found[0]), found[1]
    assert isinstance(orphan, QuarantinedRow)
    assert (orphan.row, orphan.field, orphan.raw) == (5, "Parent", "gone")
    assert (draft.row, draft.brand, draft.categories) == (3, "Lumen", [("Clothing", "Tees"), ("Sale",)])
    fields = draft.fields
    assert (fields["id"], fields["price"], fields["weight_g"], fields["featured"]) == ("1", "", 200, True)
    assert (fields["description"], fields["gtin"], fields["in_stock"]) == ("a\nb", "4006381333931", True)
    assert [media["source"] for media in fields["media"]] == ["https://x.example/a.jpg", "https://x.example/red.jpg"]
    red, sized = fields["variants"]
    assert (red["price"], red["compare_at_price"], red["in_stock"], red["stock_quantity"]) == ("18", "20", False, 0)
    assert (red["options"], red["media_ids"], red["colour"].family) == ({"Color": "Red"}, ["2"], "red")
    assert (sized["id"], sized["price"], sized["size"].temple_mm) == ("9", "25", 145)


def test_woocommerce_groups_have_their_members_as_variants() -> None:
    found = woocommerce(
        {
            "ID": "5",
            "Type": "grouped",
            "SKU": "set",
            "Name": "Set",
            "Published": "1",
            "Grouped products": "a, id:7, gone",
        },
        {"ID": "6", "Type": "simple", "SKU": "a", "Name": "Cap", "Published": "1", "Regular price": "10"},
        {
            "ID": "7",
            "Type": "simple, virtual",
            "Name": "Card",
            "Published": "1",
            "Regular price": "5",
            "Weight (lbs)": "x",
        },
        {"ID": "8", "Type": "grouped", "SKU": "none", "Name": "None", "Published": "1", "Grouped products": ""},
    )
    variants = [the_draft(outcome).fields["variants"] for outcome in found]
    assert [(v["options"], v["price"]) for v in variants[0]] == [({"Item": "Cap"}, "10"), ({"Item": "Card"}, "5")]
    assert [[v["id"] for v in below] for below in variants[1:]] == [["a"], ["7"], ["none"]]


def test_woocommerce_products_that_are_not_published() -> None:
    found = woocommerce(a_tee(Published="0"), a_tee(Published="-1"))
    assert [(row.row, row.field, row.raw) for row in found if isinstance(row, QuarantinedRow)] == [
        (2, "Published", "0"),
        (3, "Published", "-1"),
    ]


def test_photos_once_each_with_the_view_their_name_tells() -> None:
    found = media_of(
        [
            {"source": "a_Front.jpg"},
            {"source": None},
            {"source": "a_Front.jpg", "alt": "x"},
            {"source": "//x.example/b?front"},
        ]
    )
    assert found == [
        {"id": "1", "source": "a_Front.jpg", "view": "front"},
        {"id": "2", "source": "https://x.example/b?front", "view": "other"},
    ]
