"""The theme as its tests read it: through the engine, with addresses made up for its assets."""

from __future__ import annotations

from storefront.rendering.contract import PageView
from storefront.rendering.environment import Renderer
from storefront.rendering.locale_texts import texts_for
from storefront.rendering.themes import load_theme

THEME = load_theme("modern-minimal")
LOCALES = ("en", "es")
ASSETS = {name: f"/assets/{name}" for name in THEME.asset_files}


def rendered(page: PageView) -> str:
    return Renderer(THEME, texts_for(THEME, page["locale"]), ASSETS).render(page)
