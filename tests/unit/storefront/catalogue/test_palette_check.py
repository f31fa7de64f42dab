from __future__ import annotations

import pytest

from examples.optician.shop import configuration as sample_configuration
from storefront.catalogue.contrast import contrast
from storefront.catalogue.models import StoreConfiguration
from storefront.catalogue.palette_check import check_palette, palette_warnings
from storefront.errors import PaletteRefused


def settings(primary: str, background: str = "#ffffff") -> StoreConfiguration:
    return StoreConfiguration(store_id="s", store_name="S", primary_color=primary, background_color=background)


def test_the_usual_and_the_sample_can_be_read() -> None:
    check_palette(StoreConfiguration(store_id="s", store_name="S"))
    check_palette(sample_configuration())


@pytest.mark.parametrize(
    ("primary", "background", "ratio", "nearest"),
    [
        ("#f5d90a", "#ffffff", "1.41", "#867500"),
        ("#777777", "#ffffff", "4.47", "#767676"),
        ("#1f4d45", "#101010", "1.9", "#57857c"),
    ],
)
def test_a_colour_that_cannot_be_read_and_the_nearest_that_can(
    primary: str, background: str, ratio: str, nearest: str
) -> None:
    with pytest.raises(PaletteRefused) as refused:
        check_palette(settings(primary, background))

    assert f"primary_color {primary} has a contrast of {ratio}" in refused.value.what
    assert f"background_color {background}; text needs 4.5." in refused.value.what
    assert refused.value.remedy == f"Set primary_color to {nearest}, the nearest that can be read there."
    assert contrast(nearest, background) >= 4.5
    assert palette_warnings(settings(primary, background)) == [str(refused.value)]
    assert palette_warnings(settings(nearest, background)) == []
