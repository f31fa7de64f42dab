"""What a page of ours points at. Our templates are regular enough for a regular expression, and it is fast."""

from __future__ import annotations

import re
from html import unescape

_HREF = re.compile(r'<a\s[^>]*?\bhref="([^"]*)"')
_IMAGE = re.compile(r'<img\s[^>]*?\bsrc="([^"]*)"')


def internal_links(html: str, prefix: str) -> list[str]:
    """Paths of the store that links lead to: without base path, query and fragment; sorted, each once."""
    return sorted({path for found in set(_HREF.findall(html)) if (path := _own_path(found, prefix))})


def pictures(html: str, prefix: str) -> list[str]:
    """Paths of the page's pictures in order, each once."""
    paths = (_own_path(found, prefix) for found in _IMAGE.findall(html))
    return list(dict.fromkeys(path for path in paths if path))


def _own_path(address: str, prefix: str) -> str | None:
    plain = unescape(address).partition("#")[0].partition("?")[0]
    if not plain.startswith(f"{prefix}/") or plain.startswith("//"):
        return None
    return plain.removeprefix(prefix)
