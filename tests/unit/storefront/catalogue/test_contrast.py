from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storefront.catalogue.contrast import contrast, legible, nearest_legible, readable_on
from storefront.catalogue.oklch import Oklch, hex_of, oklch

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#777777", "#ffffff", 4.48)]
)
def test_contrast_by_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


def test_text_on_a_colour() -> None:
    assert readable_on("#2563eb") == "#ffffff"
    assert readable_on("#f5d90a") == "#111418"
    assert readable_on("#777777") == "#000000"


@settings(deadline=None)
@given(colours, colours)
def test_a_colour_can_be_made_legible_on_any_other(colour: str, ground: str) -> None:
    assert contrast(readable_on(ground), ground) >= 4.5
    assert contrast(legible(colour, ground), ground) >= 4.5
    assert contrast(nearest_legible(colour, ground), ground) >= 4.5


def test_a_colour_that_is_legible_stays() -> None:
    assert legible("#2563eb", "#ffffff") == "#2563eb"
    assert nearest_legible("#2563eb", "#ffffff") == "#2563eb"


def test_where_no_colour_has_the_contrast_white_or_black_comes_nearest() -> None:
    assert legible("#2563eb", "#777777", ratio=7) == "#000000"
    assert legible("#2563eb", "#5a5a5a", ratio=7) == "#ffffff"


@pytest.mark.parametrize(
    ("colour", "ground", "nearest"),
    [("#777777", "#ffffff", "#767676"), ("#c9a227", "#ffffff", "#927200"), ("#1f4d45", "#101010", "#57857c")],
)
def test_the_nearest_keeps_the_hue_and_changes_lightness_as_little_as_it_can(
    colour: str, ground: str, nearest: str
) -> None:
    found = nearest_legible(colour, ground)

    assert found == nearest
    if oklch(colour).chroma > 0.01:
        assert oklch(found).hue == pytest.approx(oklch(colour).hue, abs=0.1)


@settings(deadline=None)
@given(colours)
def test_a_colour_by_lightness_chroma_and_hue_is_the_same_colour(colour: str) -> None:
    assert hex_of(oklch(colour)) == colour


def test_a_colour_no_screen_shows_keeps_lightness_and_hue() -> None:
    shown = oklch(hex_of(Oklch(0.7, 0.5, 1.0)))

    assert shown.chroma < 0.5
    assert shown.lightness == pytest.approx(0.7, abs=0.01)
    assert shown.hue == pytest.approx(1.0, abs=0.05)
