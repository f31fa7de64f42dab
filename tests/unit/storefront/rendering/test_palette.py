from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storefront.catalogue.contrast import contrast
from storefront.catalogue.models import StoreConfiguration
from storefront.rendering.palette import Palette, palette_css, palette_of

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
ON_BOTH_GROUNDS = {"text": 4.5, "muted": 4.5, "primary-text": 4.5, "danger": 4.5, "edge": 3.0}


def made(**settings: Any) -> Palette:
    return palette_of(StoreConfiguration(store_id="s", store_name="S", **settings))


def sets(palette: Palette) -> list[dict[str, str]]:
    return [dict(one) for one in (palette.light, palette.dark) if one is not None]


@settings(deadline=None)
@given(colours, colours, colours)
@example("#2563eb", "#ffffff", "#ffffff")
@example("#777777", "#777777", "#777777")
def test_whatever_colours_a_shop_has_its_pages_can_be_read(primary: str, secondary: str, background: str) -> None:
    for by_name in sets(made(primary_color=primary, secondary_color=secondary, background_color=background)):
        for name, ratio in ON_BOTH_GROUNDS.items():
            for ground in ("background", "surface"):
                assert contrast(by_name[name], by_name[ground]) >= ratio, (name, ground)
        for ground in ("primary", "secondary"):
            assert contrast(by_name[f"on-{ground}"], by_name[ground]) >= 4.5


def test_by_day_the_shops_own_colours_are_used_as_they_are() -> None:
    palette = made(primary_color="#1f4d45", secondary_color="#c9a227", background_color="#faf7f2")

    assert palette.light["primary"] == palette.light["primary-text"] == "#1f4d45"
    assert palette.light["secondary"] == "#c9a227"
    assert palette.light["background"] == "#faf7f2"


def test_by_night_grounds_are_dark_and_black_buttons_turn_white() -> None:
    palette = made(primary_color="#111418", secondary_color="#f4efe6")

    assert palette.dark is not None
    assert contrast(palette.dark["background"], "#000000") < 1.3
    assert contrast(palette.dark["secondary"], "#000000") < 2
    assert contrast(palette.dark["primary"], "#ffffff") < 1.3


def test_by_night_a_button_is_seen_and_links_are_read() -> None:
    palette = made(primary_color="#7a1f3d")

    assert palette.dark is not None
    assert 3 <= contrast(palette.dark["primary"], palette.dark["surface"]) < 3.2
    assert palette.dark["on-primary"] == "#ffffff"
    assert 4.5 <= contrast(palette.dark["primary-text"], palette.dark["surface"]) < 4.7


def test_a_strong_second_colour_stays_by_night() -> None:
    palette = made(secondary_color="#c9a227")

    assert palette.dark is not None
    assert palette.dark["secondary"] == "#c9a227"


@pytest.mark.parametrize(
    ("settings", "scheme"),
    [({"dark_mode": "off"}, "light"), ({"background_color": "#101014", "primary_color": "#c9a227"}, "dark")],
)
def test_one_set_for_all_screens(settings: dict[str, Any], scheme: str) -> None:
    css = palette_css(made(**settings))

    assert css.startswith(f":root{{color-scheme:{scheme};--color-background:")
    assert "@media" not in css


def test_the_palette_as_css() -> None:
    assert palette_css(Palette({"background": "#ffffff", "on-primary": "#000000"}, {"background": "#101010"})) == (
        ":root{color-scheme:light;--color-background:#ffffff;--color-on-primary:#000000}"
        "@media (prefers-color-scheme:dark){:root{color-scheme:dark;--color-background:#101010}}"
    )
