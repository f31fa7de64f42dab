"""Which files a page type's page is made from: what it extends, includes and imports, and so on."""

from __future__ import annotations

import re

from storefront.rendering.themes import SHARED, Theme

_REFERENCE = re.compile(r"""\{%-?\s*(?:extends|include|import|from)\s+["']([^"']+)["']""")


def templates_of(theme: Theme, page_type: str) -> frozenset[str]:
    """The names of the templates, the shared ones' full names without their folder."""
    waiting, seen = [theme.templates[page_type]], set[str]()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += _REFERENCE.findall(theme.sources.get(name, ""))
    return frozenset(name.removeprefix(f"{SHARED}/") for name in seen)
