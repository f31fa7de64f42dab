"""Whether the shop's colours can be read; where not, the nearest that can.

Asked of the shop's colour alone, which themes set text in: the text on a colour is ours to choose, and black or white
can be read on any.
"""

from __future__ import annotations

from storefront.catalogue.contrast import TEXT_RATIO, contrast, nearest_legible
from storefront.catalogue.models import StoreConfiguration
from storefront.errors import PaletteRefused


def check_palette(configuration: StoreConfiguration) -> None:
    """Raises PaletteRefused with the nearest colour of the same hue."""
    primary, background = configuration.primary_color, configuration.background_color
    ratio = contrast(primary, background)
    if ratio < TEXT_RATIO:
        told = int(ratio * 100) / 100  # not rounded up to what is asked for
        raise PaletteRefused(
            f"The store's primary_color {primary} has a contrast of {told:.2f} to its background_color {background}; "
            f"text needs {TEXT_RATIO}.",
            remedy=f"Set primary_color to {nearest_legible(primary, background)}, the nearest that can be read there.",
        )


def palette_warnings(configuration: StoreConfiguration) -> list[str]:
    """What check_palette would say."""
    try:
        check_palette(configuration)
    except PaletteRefused as error:
        return [str(error)]
    return []
