"""A preview's styles: as they are written, for no page type in particular, so that they are there at once.

What a release leaves out of a page type's styles has no effect there, so the page looks the same.
"""

from __future__ import annotations

from dataclasses import dataclass

from storefront.catalogue.models import StoreConfiguration
from storefront.rendering.assets import stylesheet_texts
from storefront.rendering.fonts import store_fonts
from storefront.rendering.palette import palette_css, palette_of
from storefront.rendering.plan_files import PageStyles
from storefront.rendering.themes import Theme

STYLESHEET = "/-/later.css"


@dataclass(frozen=True, slots=True)
class Looks:
    """`first` is for the page's head, `later` for the stylesheet that it links."""

    first: str
    later: str

    @property
    def page_styles(self) -> PageStyles:
        return PageStyles(self.first, STYLESHEET if self.later else None)


def looks_of(theme: Theme, configuration: StoreConfiguration, prefix: str) -> Looks:
    """Raises ThemeBroken where a stylesheet names a file that is not there."""
    texts = stylesheet_texts(theme, prefix)
    own = palette_css(palette_of(configuration)) + store_fonts(theme, configuration, prefix).css
    critical, rest = (
        "\n".join(texts[file] for file in theme.styles.get(part, ())).replace("</", "<\\/")
        for part in ("critical", "rest")
    )
    return Looks(own + critical, rest)
