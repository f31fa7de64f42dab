from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.catalogue.slugs import MAX_LENGTH, SlugRegister, slugify, suffixed


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("RB3025 Aviator Total Black", "rb3025-aviator-total-black"),
        ("Frühjahrs-Kollektion Ø", "fruhjahrs-kollektion-o"),
        ("Straße & Weg", "strasse-and-weg"),
        ("Łódź Çelik ığŞ", "lodz-celik-igs"),
        ("O-Frame® 2.0 PRO™", "o-frame-2-0-pro"),
        ("Men's", "mens"),
        ("Очки солнечные", "ochki-solnechnye"),
        ("Γυαλιά ηλίου", "gyalia-iliou"),
        ("ﬁne ½", "fine-1-2"),
        ("太阳镜", ""),
        ("  --  ", ""),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_long_names_are_cut_between_words() -> None:
    assert slugify("acetate " * 30) == "-".join(["acetate"] * 10)
    assert slugify("x" * 200) == "x" * MAX_LENGTH


@given(st.text())
def test_a_slug_is_safe_in_an_address(text: str) -> None:
    slug = slugify(text)
    assert slug == "" or re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug)
    assert len(slug) <= MAX_LENGTH
    assert slugify(slug) == slug


def test_a_suffix_is_the_id_when_it_reads_well() -> None:
    assert suffixed("round", "SKU 7") == "round-sku-7"
    assert re.fullmatch(r"round-[0-9a-f]{8}", suffixed("round", "太阳镜"))
    assert re.fullmatch(r"round-[0-9a-f]{8}", suffixed("round", "x" * 40))


def test_the_first_has_the_plain_slug_and_keeps_it() -> None:
    slugs = SlugRegister()
    assert [slugs.claim("round", i) for i in ("1", "2", "1", "3", "2")] == [
        "round",
        "round-2",
        "round",
        "round-3",
        "round-2",
    ]


def test_slugs_of_the_store_count() -> None:
    slugs = SlugRegister({"round": "7", "round-8": "8"})
    assert slugs.claim("round", "8") == "round-8"
    assert slugs.claim("round", "9") == "round-9"
    assert slugs.claim("round", "7") == "round"
    assert slugs.claim("oval", "7") == "oval"


def test_a_suffixed_slug_that_is_someones_name() -> None:
    slugs = SlugRegister({"round": "1", "round-2": "other"})
    first = slugs.claim("round", "2")
    assert re.fullmatch(r"round-[0-9a-f]{12}", first)
    assert slugs.claim("round", "2") == first
