from __future__ import annotations

import pytest

from storefront.catalogue.importers.columns import missing_columns
from storefront.catalogue.importers.mapping import parse_mapping
from storefront.errors import MappingInvalid

LEAST = '[product]\nid = "Ref"\nname = "Title"\n'


def missing(text: str, *columns: str) -> list[tuple[str, str]]:
    """The field and the reason of every notice."""
    return [(row.field, row.reason) for row in missing_columns(parse_mapping(text, "m.toml"), frozenset(columns))]


def test_every_way_to_name_a_column() -> None:
    mapping = """
        [source]
        group = "Model"
        [fields]
        full = { template = "{Maker} {Model}" }
        [product]
        id = { digest = ["Ref", "Batch"] }
        name = "full"
        price = { from = ["Sale", "Price"] }
        photos = [{ from = "P" }, { from = "Q" }]
        [product.size]
        temple_mm = "T"
        [variant]
        sku = "Batch"
        options = { names = "N", values = "V" }
    """
    everything = ["Model", "Maker", "Ref", "Batch", "Sale", "Price", "P", "Q", "T", "N", "V"]
    assert missing(mapping, *everything) == []
    assert missing(mapping, "Maker", "Ref", "Price", "P") == [
        ("group", 'There is no column "Model".'),
        ("id", 'There is no column "Batch".'),
        ("price", 'There is no column "Sale".'),
        ("photos", 'There is no column "Q".'),
        ("size", 'There is no column "T".'),
        ("options", 'There is no column "N".'),
        ("options", 'There is no column "V".'),
    ]


def test_rows_without_a_name_are_no_column() -> None:
    assert missing('[source]\ngroup = "continuation"\n' + LEAST, "Ref", "Title") == []


@pytest.mark.parametrize(
    ("text", "columns", "words"),
    [
        (LEAST, ["Title", "Price"], 'takes the id from "Ref", .* The file has: "Price", "Title"'),
        (LEAST, ["Ref", "Titel"], r'takes the name from "Title", .* Did you mean "Titel"\?'),
        (LEAST + 'price = { from = ["Sale", "Cost"] }', ["Ref", "Title"], 'the price from "Cost", "Sale"'),
        (LEAST + '[variant]\nprice = "Cost"', ["Ref", "Title"], 'the price from "Cost"'),
        (LEAST + 'price = "sum"\n[fields]\nsum = "Cost"', ["Ref", "Title"], 'the price from "Cost"'),
    ],
)
def test_without_an_id_a_name_or_a_price_nothing_is_read(text: str, columns: list[str], words: str) -> None:
    with pytest.raises(MappingInvalid, match=words):
        missing(text, *columns)


@pytest.mark.parametrize(
    "price",
    [
        'price = { from = "Cost", default = 5 }',
        'price = { from = "Cost", constant = 5 }',
        'price = "Cost"\n[variant]\nprice = "Price"',
        'price = "sum"\n[fields]\nsum = { from = "Cost", default = "5" }',
    ],
)
def test_another_way_to_a_price_makes_a_missing_column_a_notice(price: str) -> None:
    ((_, reason),) = missing(f"{LEAST}{price}", "Ref", "Title", "Price")
    assert reason == 'There is no column "Cost".'


def test_a_price_that_no_column_is_asked_for() -> None:
    assert missing(LEAST + "price = { constant = 5 }", "Ref", "Title") == []
    assert missing(LEAST, "Ref", "Title") == []
