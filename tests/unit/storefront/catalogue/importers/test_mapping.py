from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import examples
from storefront.catalogue.drafts import Draft
from storefront.catalogue.importers.mapped import Record, mapped_drafts
from storefront.catalogue.importers.mapping import Rule, load_mapping, parse_mapping
from storefront.catalogue.importers.rules import apply_rule, apply_rules
from storefront.catalogue.prices import Money
from storefront.catalogue.quarantine import QuarantinedRow
from storefront.errors import MappingInvalid, RequestInvalid, StoreloomError, UnknownSource
from submitter.cli.failing import exit_code

LEAST = '[product]\nid = "Ref"\nname = "Ref"\n'


def made(rule: str, **row: Any) -> Any:
    """What a rule, written as TOML, makes of a row."""
    mapping = parse_mapping(f"{LEAST}tags = {rule}", "test.toml")
    return apply_rules({"value": mapping.product["tags"]}, row).get("value")


@pytest.mark.parametrize(
    ("rule", "row", "value"),
    [
        ('"A"', {"A": "x"}, "x"),
        ('"A"', {"A": " "}, None),
        ('"a.b"', {"a": {"b": 5}}, 5),
        ('"a.b"', {"a.b": "flat", "a": {"b": 5}}, "flat"),
        ('"a.b.c"', {"a": {"b": 5}}, None),
        ('{ from = ["A", "B"] }', {"A": "", "B": "y"}, "y"),
        ('{ from = ["A", "B", "C"], all = true }', {"A": "1", "C": "3"}, ["1", "3"]),
        ("{ constant = 7 }", {}, 7),
        ('{ from = "A", default = "d" }', {}, "d"),
        ('{ template = "{A} {B}, {C}" }', {"A": "x", "C": 5}, "x , 5"),
        ('{ template = "{A} {B}" }', {}, None),
        ('{ template = "{A} {B}" }', {"A": "Air", "B": "Air Flex"}, "Air Air Flex"),
        ('{ template = "{A} {B}", once = true }', {"A": "Lens Air", "B": "air Flex"}, "Lens Air Flex"),
        ('{ template = "{A} {B}", once = true }', {"A": "Fossil", "B": "Fossil"}, "Fossil"),
        ('{ template = "{A} {B}", once = true }', {}, None),
        ('{ template = "{{{A}}}" }', {"A": "x"}, "{x}"),
        ('{ from = "A", after = ": " }', {"A": "Size: M: x"}, "M: x"),
        ('{ from = "A", after = ": " }', {"A": "M"}, None),
        ('{ from = "A", before = " •" }', {"A": "M • x • y"}, "M"),
        ('{ from = "A", before = " •" }', {"A": "M"}, "M"),
        ('{ from = "A", after = "(", before = ")" }', {"A": "a (b) c"}, "b"),
        ('{ from = "A", split = "|" }', {"A": "a| b ||c"}, ["a", "b", "c"]),
        ('{ from = "A", split = "|", keep = "c:" }', {"A": "c:x|d:y|c: z"}, ["x", "z"]),
        ('{ from = "A", split = "|", keep = "c:", join = " > " }', {"A": "c:x|c:z"}, "x > z"),
        ('{ from = "A", split = "," }', {"A": ["a", 5]}, ["a", "5"]),
        ('{ from = "A", as = "inverted" }', {"A": "False"}, True),
        ('{ from = "A", as = "inverted" }', {"A": "?"}, None),
        ('{ from = "A", as = "boolean" }', {"A": "0"}, False),
        ('{ from = "A", as = "gtin" }', {"A": "4006381333931"}, "4006381333931"),
        ('{ from = "A", as = "number" }', {"A": "12"}, 12),
        ('{ from = "A", as = "text" }', {"A": "<b>x</b>"}, "x"),
        ('{ from = "A", as = "text" }', {"A": "<b></b>"}, None),
        ('{ from = "A", as = "lens of pair" }', {"A": "Black/Grey"}, "Grey"),
        ('{ from = "A", as = "millimetres" }', {"A": "5,2 cm"}, 52),
        ('{ from = "A", as = "kind" }', {"A": "Sunglasses"}, "sunglasses"),
        ('{ from = "A", as = "gender" }', {"A": "for men"}, "men"),
        ('{ from = "A", as = "price" }', {"A": "5 €"}, Money(Decimal(5), "EUR")),
        ('{ from = "A", as = "price", decimal = "," }', {"A": "5,250"}, Money(Decimal("5.250"))),
        ('{ from = "A", as = "size marking" }', {"A": "x"}, None),
        ('{ from = "A", as = "colour" }', {"A": "/"}, {"name": "/", "family": None, "hex": None, "translations": {}}),
        ('{ from = "A", as = "colour of pair" }', {"A": "/Grey"}, None),
        ('[{ from = "A" }, "B", "C"]', {"A": "1", "C": "3"}, ["1", "3"]),
    ],
)
def test_rules(rule: str, row: dict[str, Any], value: Any) -> None:
    assert made(rule, **row) == value


def test_a_marking_becomes_lengths() -> None:
    expected = {"lens_width_mm": 52.0, "bridge_mm": 18.0, "temple_mm": 145.0}
    assert made('{ from = "A", as = "size marking" }', A="52□18-145") == expected


def test_a_digest_is_of_the_content_alone() -> None:
    rule = Rule(digest=("A", "B"))
    first = apply_rule(rule, {"A": "x", "B": 5, "other": 1})
    assert first == apply_rule(rule, {"B": "5", "A": "x"})
    assert len(first) == 16
    assert first != apply_rule(rule, {"A": "x5"})
    assert apply_rule(rule, {"A": ""}) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("id = ", "isn't TOML"),
        ("[products]\n", "products"),
        ("[source]\nencoding = 5\n" + LEAST, "encoding"),
        ('source = "x"\n' + LEAST, r"\[source\]"),
        ('[source]\nrepeats = "skip"\n' + LEAST, "repeats"),
        ('[product]\nname = "a"\n', "lacks id"),
        ("product = 5", "must be a table"),
        (LEAST + "price = 5", "price"),
        (LEAST + 'prise = "price"', r"\[product\] of m\.toml doesn't know prise\. Did you mean price\?"),
        (LEAST + 'zzzz = "price"', r"doesn't know zzzz\. It knows: brand, "),
        (LEAST + '[variant]\ncolor = "C"', r"\[variant\] of m\.toml doesn't know color\. Did you mean colour\?"),
        (LEAST + '[product.size]\ntempel_mm = "T"', r"size in \[product\].*tempel_mm\. Did you mean temple_mm\?"),
        (LEAST + 'price = { form = "a" }', r"price in \[product\].*form\. Did you mean from\?"),
        (LEAST + '[variant.options]\nSize = { form = "a" }', r"Size in options in.*form\. Did you mean from\?"),
        (LEAST + '[fields]\nwidth = { form = "a" }', r"width in \[fields\].*form\. Did you mean from\?"),
        (LEAST + 'price = { from = "a", to = "b" }', "to"),
        (LEAST + 'price = { from = "a", as = "money" }', "money"),
        (LEAST + 'price = { template = "{a" }', "braces"),
        (LEAST + 'price = { template = "{a!r}" }', "template"),
        (LEAST + 'price = { template = "{}" }', "template"),
        (LEAST + "price = { template = 5 }", "braces"),
    ],
)
def test_mappings_that_are_wrong(text: str, words: str) -> None:
    with pytest.raises(MappingInvalid, match=words):
        parse_mapping(text, "m.toml")


def test_tables_of_rules_within_a_product() -> None:
    mapping = parse_mapping(
        f"""{LEAST}
        [product.translations.es]
        name = "Nombre"
        [variant.colour]
        name = "Colour"
        [variant.colour.translations]
        es = "Colour ES"
        """,
        "m.toml",
    )
    row = {"Ref": "1", "Nombre": "Gafas", "Colour": "Red", "Colour ES": "rojo"}
    assert apply_rules(mapping.product, row)["translations"] == {"es": {"name": "Gafas"}}
    assert apply_rules(mapping.variant, row) == {"colour": {"name": "Red", "translations": {"es": "rojo"}}}


def test_mapping_files(tmp_path: Path) -> None:
    (tmp_path / "binary.toml").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "folder.toml").mkdir()
    wrong: dict[str, type[StoreloomError]] = {
        "none.toml": UnknownSource,
        "binary.toml": RequestInvalid,
        "folder.toml": RequestInvalid,
    }
    for name, error in wrong.items():
        with pytest.raises(error, match=name) as caught:
            load_mapping(tmp_path / name)
        assert caught.value.remedy
        assert exit_code(caught.value) == 2
    shipped = sorted((Path(examples.__file__).parent / "mappings").glob("*.toml"))
    assert len(shipped) == 5
    for path in shipped:
        assert load_mapping(path).product


def drafts(mapping: str, *rows: dict[str, Any] | QuarantinedRow) -> list[Draft | QuarantinedRow]:
    records = [row if isinstance(row, QuarantinedRow) else Record(n, row) for n, row in enumerate(rows, start=2)]
    return list(mapped_drafts(records, parse_mapping(mapping, "m.toml")))


def test_rows_without_a_name_belong_to_the_product_above() -> None:
    mapping = """
        [source]
        group = "continuation"
        [product]
        id = "slug"
        name = "name"
        brand = "maker"
        categories = "cat"
        [variant]
        sku = "sku"
        in_stock = { from = "stock", as = "boolean" }
        options = { names = "groups", values = "values" }
    """
    first = {
        "slug": "a",
        "name": "A",
        "maker": "M",
        "cat": "X > Y, Z",
        "sku": "1",
        "stock": "0",
        "groups": "size|colour",
        "values": "S|red",
    }
    bad = QuarantinedRow(9, "", "damaged", "")
    found = drafts(
        mapping, first, {"name": " ", "sku": "2", "values": "M|"}, bad, {"slug": "b", "name": "B", "stock": "0"}
    )
    assert found == [
        bad,
        Draft(
            2,
            {
                "id": "a",
                "name": "A",
                "in_stock": True,
                "variants": [
                    {"sku": "1", "in_stock": False, "options": {"size": "S", "colour": "red"}},
                    {"sku": "2", "options": {"size": "M"}},
                ],
            },
            brand="M",
            categories=[("X", "Y"), ("Z",)],
        ),
        Draft(5, {"id": "b", "name": "B", "in_stock": False, "variants": [{"in_stock": False, "options": {}}]}),
    ]


def test_rows_with_one_value_are_one_product() -> None:
    mapping = """
        [source]
        group = "Model"
        repeats = "number"
        [fields]
        full = { template = "{Model} {Maker}" }
        [product]
        id = "Model"
        name = "full"
        photos = [{ from = "P", split = ",", view = "front", background = "white" }, { from = "Q" }]
        [product.size]
        marking = { from = "S", as = "size marking" }
        temple_mm = { from = "T", as = "millimetres" }
        [variant]
        colour = { from = "C", as = "colour" }
        [variant.options]
        Size = "S"
        Fit = "F"
    """
    row = {"Model": "A", "Maker": "M", "C": "Blue", "S": "52-18-145", "T": "150", "P": "a.jpg,b.jpg", "Q": "c-side.jpg"}
    first, second, third, fourth = drafts(
        mapping, row, {**row, "C": "Red", "S": ""}, {"Model": "B"}, {"Model": ""}, {"Model": ""}
    )[:4]
    assert isinstance(first, Draft)
    assert first.number_repeats
    assert first.fields["name"] == "A M"
    assert first.fields["size"] == {"lens_width_mm": 52, "bridge_mm": 18, "temple_mm": 150}
    assert first.fields["media"] == [
        {"id": "1", "source": "a.jpg", "view": "front", "background": "white"},
        {"id": "2", "source": "b.jpg", "view": "front", "background": "white"},
        {"id": "3", "source": "c-side.jpg", "view": "side"},
    ]
    assert [variant["options"] for variant in first.fields["variants"]] == [{"Size": "52-18-145"}, {}]
    assert [(draft.row, draft.fields.get("id")) for draft in (second, third, fourth) if isinstance(draft, Draft)] == [
        (4, "B"),
        (5, None),
        (6, None),
    ]
