"""How one store's pages look: its palette and fonts before the theme's styles, for each page type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from storefront.catalogue.models import StoreConfiguration
from storefront.rendering.addresses import Addresses
from storefront.rendering.assets import Asset, hashed_asset
from storefront.rendering.fonts import store_fonts
from storefront.rendering.palette import palette_css, palette_of
from storefront.rendering.plan_files import PageStyles
from storefront.rendering.styles import style_sheets
from storefront.rendering.themes import Theme

STYLESHEET = "styles.css"


@dataclass(frozen=True, slots=True)
class StoreStyles:
    """`assets` are the files to publish."""

    by_page_type: Mapping[str, PageStyles]
    assets: tuple[Asset, ...]


def store_styles(theme: Theme, configuration: StoreConfiguration, addresses: Addresses) -> StoreStyles:
    sheets = style_sheets(theme, addresses.prefix)
    fonts = store_fonts(theme, configuration, addresses.prefix)
    own = palette_css(palette_of(configuration)) + fonts.css
    linked = {kind: hashed_asset(STYLESHEET, sheet.rest.encode()) for kind, sheet in sheets.items() if sheet.rest}
    return StoreStyles(
        by_page_type={
            kind: PageStyles(own + sheet.critical, addresses.href(linked[kind].path) if kind in linked else None)
            for kind, sheet in sheets.items()
        },
        assets=(*linked.values(), *fonts.assets),
    )
