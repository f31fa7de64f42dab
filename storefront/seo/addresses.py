"""Public addresses of a store's paths, and which language versions name each other."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit


def prefix_of(base_url: str) -> str:
    """The path below which a store is served, without a final slash: "" or "/frames"."""
    return urlsplit(base_url).path.rstrip("/")


def absolute_address(base_url: str, path: str) -> str:
    """`("https://shop.example/frames/", "/search/")` → `https://shop.example/frames/search/`."""
    return base_url.rstrip("/") + path


def language_versions(paths: Mapping[str, str], base_url: str, default_locale: str) -> list[tuple[str, str]]:
    """A page's hreflang codes with absolute addresses, "x-default" last; none for a page in one language only.

    `paths` are the page's paths by locale, itself included. x-default is the default locale's version, or the first
    one where that is missing. Pages and sitemaps both take theirs from here, so they can't differ.
    """
    if len(paths) < 2:
        return []
    versions = [(code, absolute_address(base_url, paths[code])) for code in sorted(paths)]
    default = paths.get(default_locale) or paths[min(paths)]
    return [*versions, ("x-default", absolute_address(base_url, default))]
