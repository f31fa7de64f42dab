from __future__ import annotations

from typing import Any

import pytest

from storefront.catalogue.normalising import (
    boolean,
    gender_from,
    gtin,
    kind_from,
    plain_text,
    split_list,
    storable,
    whole_number,
)


def test_plain_text_is_one_line_without_markup() -> None:
    html = "<p>Fine &amp; light<br>frames</p>\n<script>alert(1)</script> <b>now</b>\x00\ud800"
    assert plain_text(html) == "Fine & light frames now"
    assert plain_text(None) == ""


def test_what_cannot_be_stored_goes() -> None:
    value = {"a\x00": ["x\ud800y", {"b": "1\t2\n3\x07"}], "n": 5, "\ufffe": "\uffff\ufdd0z"}
    assert storable(value) == {"a": ["xy", {"b": "1\t2\n3"}], "n": 5, "": "z"}


@pytest.mark.parametrize(
    ("value", "truth"),
    [
        ("True", True),
        (" yes ", True),
        ("1", True),
        (True, True),
        ("False", False),
        ("0", False),
        (False, False),
        ("in stock", True),
        ("", None),
        ("maybe", None),
    ],
)
def test_booleans(value: Any, truth: bool | None) -> None:
    assert boolean(value) is truth


@pytest.mark.parametrize(
    ("value", "number"), [("100", 100), ("12.0", 12), (3, 3), (-2, 0), ("many", None), ("inf", None), (None, None)]
)
def test_whole_numbers(value: Any, number: int | None) -> None:
    assert whole_number(value) == number


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("4006381333931", "4006381333931"),
        ("0 36000 29145-2", "036000291452"),
        ("36000291452", "036000291452"),
        (96385074, "96385074"),
        ("10614141000415", "10614141000415"),
        ("4006381333932", None),
        ("123456", None),
        ("8.05659E+12", None),
        ("123456789012345", None),
        ("", None),
    ],
)
def test_gtins(value: Any, code: str | None) -> None:
    assert gtin(value) == code


def test_lists() -> None:
    assert split_list("a, b,,a ") == ["a", "b"]
    assert split_list("a|b, c", "|") == ["a", "b, c"]
    assert split_list(["a ", 5, ""]) == ["a", "5"]
    assert split_list(None) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Men's Sunglasses", "sunglasses"),
        ("Contact Lenses", "contact-lenses"),
        ("daily contacts", "contact-lenses"),
        ("Contact lens", "contact-lenses"),
        ("Optical frames", "glasses"),
        ("T-Shirts", "other"),
        ("", "other"),
    ],
)
def test_kinds(text: str, kind: str) -> None:
    assert kind_from(text) == kind


@pytest.mark.parametrize(
    ("texts", "gender"),
    [
        (["Women's"], "women"),
        (["men"], "men"),
        (["men", "women"], "unisex"),
        (["Unisex"], "unisex"),
        (["2-4 yrs"], "kids"),
        (["frames"], None),
    ],
)
def test_genders(texts: list[str], gender: str | None) -> None:
    assert gender_from(*texts) == gender
