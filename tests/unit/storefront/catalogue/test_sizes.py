from __future__ import annotations

import pytest

from storefront.catalogue.sizes import parse_marking, parse_millimetres


@pytest.mark.parametrize(
    "text",
    [
        "52-18-145",
        "52□18 145",
        "52[]18-145",
        "52/18/145",
        "52 □ 18 - 145",
        "52 18 145",
        "52x18x145",
        "Size M (52–18–145 mm)",
        "52mm-18mm-145mm",
        "52◻18·145",
        "52 [ ] 18 145",
    ],
)
def test_markings(text: str) -> None:
    size = parse_marking(text)
    assert size is not None
    assert (size.lens_width_mm, size.bridge_mm, size.temple_mm) == (52, 18, 145)


def test_halves_and_missing_temples() -> None:
    size = parse_marking("49,5□20.5")
    assert size is not None
    assert (size.lens_width_mm, size.bridge_mm, size.temple_mm) == (49.5, 20.5, None)


@pytest.mark.parametrize(
    "text", ["", "Medium", "2-4 yrs", "12/05/2024", "52", "520-18-145", "52-18-14", "18-52-145", "99-18-145"]
)
def test_other_numbers_are_no_size(text: str) -> None:
    assert parse_marking(text) is None


@pytest.mark.parametrize(
    ("value", "millimetres"),
    [("52", 52), ("52 mm", 52), ("5,2 cm", 52), ("5.2cm", 52), (49.5, 49.5), ("0", None), ("", None), ("1-2", None)],
)
def test_lengths(value: str | float, millimetres: float | None) -> None:
    assert parse_millimetres(value) == millimetres
