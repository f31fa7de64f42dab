from __future__ import annotations

from typing import Any

import pytest

from storefront.catalogue.acceptance import Acceptance
from storefront.catalogue.bounds import excess_of
from storefront.catalogue.drafts import Draft
from storefront.catalogue.inspection import Inspector
from storefront.catalogue.normalising import plain_text
from storefront.catalogue.quarantine import QuarantinedRow
from storefront.catalogue.slugs import SlugRegister
from tests.factories.catalogue import product


def nested(levels: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    return value


ABSURD: list[tuple[dict[str, Any], str, str]] = [
    ({"variants": [{"id": str(n)} for n in range(10_000)]}, "variants", "10,000 variants; at most 2,048"),
    ({"media": [{"id": str(n), "source": "a.jpg"} for n in range(5_000)]}, "media", "5,000 photos; at most 500"),
    ({"reviews": [{}] * 2_001}, "reviews", "2,001 reviews"),
    ({"tags": ["round"] * 1_001}, "tags", "1,001 tags"),
    ({"category_ids": ["a"] * 1_001}, "category_ids", "1,001 categories"),
    ({"description": "word " * 300_000}, "description", "at most 1,000,000"),
    ({"translations": {"es": {"summary": "x" * 1_000_000}}}, "translations", "at most 1,000,000"),
    ({"variants": [{"id": "1", "options": dict.fromkeys(map(str, range(200_000)), "")}]}, "variants", "characters"),
    ({"nobody asked": ["x" * 999_000, nested(2_000)]}, "nobody asked", "characters"),
    ({"description": "<ul><li><x>" * 9_000}, "description", "more than 100 levels"),
    ({"translations": {"es": {"description": "<DIV class=a>" * 101}}}, "description", "more than 100 levels"),
    ({"description": "</b>" * 500 + "<b>" * 101}, "description", "more than 100 levels"),
]


@pytest.mark.parametrize(("fields", "field", "words"), ABSURD)
def test_what_is_absurd_is_told_before_anything_is_done_with_it(fields: dict[str, Any], field: str, words: str) -> None:
    excess = excess_of({"id": "1", "name": "Round", **fields})
    assert excess is not None
    assert excess.field == field
    assert words in excess.reason
    assert excess.remedy


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"variants": [{"id": str(n), "options": {"Size": str(n)}} for n in range(2_048)]},
        {"description": "<p>One.<br>" * 5_000},
        {"description": "<ul>" + "<li>One" * 5_000 + "</ul>"},
        {"description": "<div><b>One</b></div>" * 4_000},
        {"description": "<div>" * 99 + "1 < 2 and <3"},
        {"variants": "none", "translations": "none", "media": None, "description": 5},
        {"translations": {"es": "none", "fr": {"description": None}}},
    ],
)
def test_what_shops_sell_passes(fields: dict[str, Any]) -> None:
    assert excess_of({"id": "1", "name": "Round", **fields}) is None


def test_a_field_with_an_endless_name_is_told_in_short() -> None:
    excess = excess_of({"id": "1", "n" * 2_000_000: ["x"] * 1_000_001})
    assert excess is not None
    assert len(excess.field) == 80


def test_neither_an_import_nor_a_build_takes_it() -> None:
    fields = {"id": "a" * 300, "name": "Round", "price": "9", "tags": ["x"] * 2_000}
    refused = Acceptance(currency="EUR", slugs=SlugRegister()).accept(Draft(7, fields))
    assert isinstance(refused, QuarantinedRow)
    assert (refused.row, refused.field, refused.about, refused.product_id) == (7, "tags", "product", "a" * 200)
    stored = product().model_dump() | {"tags": ["x"] * 2_000}
    left_out = Inspector(0).inspect(stored)
    assert isinstance(left_out, QuarantinedRow)
    assert (left_out.field, left_out.about, left_out.product_id) == ("tags", "product", "frame-00001")
    assert (left_out.reason, left_out.remedy) == (refused.reason, refused.remedy)


def test_scripts_that_never_end_take_no_time() -> None:
    """Each beginning alone would be followed to the end of the text: 200,000 of them for hours."""
    endless = "<script " * 200_000
    assert plain_text(f"<script>x</script> Round {endless}") == f"Round {endless}".strip()
    assert plain_text("<STYLE>a</style><script>b</ script > Round <script>") == "Round"


def test_variants_that_all_want_one_id_are_numbered_in_order() -> None:
    variants = [{"id": "a"}, {"id": "a-2"}, *({"id": "a"} for _ in range(2_000))]
    fields = {"id": "1", "name": "Round", "price": "9", "variants": variants}
    accepted = Acceptance(currency="EUR", slugs=SlugRegister()).accept(Draft(1, fields))
    assert not isinstance(accepted, QuarantinedRow)
    ids = [variant.id for variant in accepted.variants]
    assert ids[:4] == ["a", "a-2", "a-3", "a-4"]
    assert len(set(ids)) == len(ids) == 2_002
