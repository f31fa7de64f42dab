from __future__ import annotations

import pytest

from storefront.catalogue.models import FrameSize, Units
from storefront.fitting.sizes import WIDTH_CLASSES
from storefront.rendering.locale_texts import LocaleTexts, engine_texts
from storefront.rendering.view_models.labels import measure_text, size_view
from storefront.rendering.view_models.size_guide import range_text

SIZE = FrameSize(lens_width_mm=52.5, bridge_mm=18, temple_mm=145)


def words(locale: str) -> LocaleTexts:
    return LocaleTexts(locale, [engine_texts()[locale]])


@pytest.mark.parametrize(
    ("units", "locale", "said"),
    [
        ("mm", "en", "52.5 mm"),
        ("mm", "es", "52,5 mm"),
        ("inch", "en", "2.07 in"),
        ("inch", "es", "2,07 in"),
        ("both", "en", "52.5 mm (2.07 in)"),
        ("both", "es", "52,5 mm (2,07 in)"),
    ],
)
def test_a_measure_in_the_stores_units_as_the_locale_writes_numbers(units: Units, locale: str, said: str) -> None:
    assert measure_text(52.5, words(locale), units) == said


def test_the_marking_is_in_millimetres_whatever_the_units() -> None:
    sizes = {units: size_view(SIZE, words("en"), units) for units in ("mm", "inch", "both")}  # type: ignore[arg-type]

    assert {one["marking"] for one in sizes.values() if one} == {"52.5□18-145"}
    assert sizes["inch"] is not None
    assert [(one["key"], one["value_mm"], one["text"]) for one in sizes["inch"]["measures"]] == [
        ("lens_width", 52.5, "2.07 in"),
        ("bridge", 18, "0.71 in"),
        ("temple", 145, "5.71 in"),
    ]


@pytest.mark.parametrize(("units", "drawn"), [("mm", "18 mm"), ("inch", "0.71 in"), ("both", "18 mm")])
def test_a_drawing_has_room_for_one_unit(units: Units, drawn: str) -> None:
    size = size_view(FrameSize(bridge_mm=18), words("en"), units)

    assert size is not None
    assert size["measures"][0]["drawn_text"] == drawn


def test_nothing_known_is_no_size() -> None:
    assert size_view(None, words("en"), "mm") is None
    assert size_view(FrameSize(), words("en"), "mm") is None


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ("mm", ["below 125 mm", "125 to 130 mm", "140 mm and more"]),
        ("inch", ["below 4.92 in", "4.92 to 5.12 in", "5.51 in and more"]),
        (
            "both",
            ["below 125 mm (below 4.92 in)", "125 to 130 mm (4.92 to 5.12 in)", "140 mm and more (5.51 in and more)"],
        ),
    ],
)
def test_ranges_of_widths(units: Units, said: list[str]) -> None:
    texts = [range_text(one, words("en"), units) for one in WIDTH_CLASSES]

    assert [texts[0], texts[1], texts[-1]] == said
