from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.rendering.palette import contrast, legible, palette_css, readable_on

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


@given(colours)
def test_text_on_any_colour_can_be_read(colour: str) -> None:
    assert contrast(readable_on(colour), colour) >= 4.5
    assert contrast(legible(colour, "#ffffff"), "#ffffff") >= 4.5


def test_a_colour_that_is_legible_stays() -> None:
    assert legible("#2563eb", "#ffffff") == "#2563eb"
    assert legible("#ffee00", "#ffffff") != "#ffee00"


def test_the_palette_as_css() -> None:
    assert palette_css("#2563eb", "#ffffff") == (
        ":root{--color-primary:#2563eb;--color-on-primary:#ffffff;--color-primary-text:#2563eb;"
        "--color-secondary:#ffffff;--color-on-secondary:#111418;}\n"
    )
