"""Small stores as the tests of this folder need them."""

from __future__ import annotations

from typing import Any

from storefront.seo.marks import PageMark
from storefront.seo.models import Icon, SiteFacts

FACTS = SiteFacts(
    name="Optik Lund",
    base_url="https://optik.example",
    default_locale="en",
    locales=("en", "es"),
    descriptions={"en": "Frames", "es": "Monturas"},
    theme_colour="#112233",
    icons=(Icon("/assets/icon.svg", "image/svg+xml"),),
)


def mark(path: str, **changes: Any) -> PageMark:
    facts: dict[str, Any] = {
        "path": path,
        "locale": "en",
        "page_type": "category",
        "indexable": True,
        "title": f"Title of {path}",
        "description": f"Description of {path}",
        "digest": "0",
    }
    return PageMark(**facts | changes)
