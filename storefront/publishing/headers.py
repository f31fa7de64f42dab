"""Headers of what a store serves: the same when we serve it and in the file that exported folders carry."""

from __future__ import annotations

import re
from collections.abc import Iterable

from storefront.storage.manifest import Entry

# Pages bring their own content policy in a meta element; this part of it only works as a header.
SECURITY = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

IMMUTABLE = "public, max-age=31536000, immutable"  # the name changes with the content
ONE_DAY = "public, max-age=86400"  # names source and recipe; a placeholder may be replaced under it
ASK_FIRST = "no-cache"  # kept, but compared with us before each use
PRICES = "/prices/"
HASHED = ("/assets/", "/search/shards/")  # folders of files whose names change with their content

_SITEMAP_PART = re.compile(r"/sitemap-\d{5}\.[0-9a-f]+\.xml")
_TEXTS = (
    "text/",
    "application/json",
    "application/javascript",
    "application/manifest+json",
    "application/xml",
    "application/x-ndjson",  # the agents' feed
)
_PLAIN_TYPES = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".xml": "application/xml",
    ".txt": "text/plain",
    ".svg": "image/svg+xml",
}


def cache_policy(path: str) -> str:
    """How long browsers may keep what is at a path.

    Prices are asked for anew each time: the cart's own requests pass by the browser's cache, and "no-cache" makes
    every cache between compare first. "no-store" would add nothing, and send unchanged prices again in full.
    """
    if path.startswith(HASHED) or _SITEMAP_PART.fullmatch(path):
        return IMMUTABLE
    if path.startswith("/images/"):
        return ONE_DAY
    return ASK_FIRST


def survives_switch(path: str) -> bool:
    """Whether a path of an earlier release is still answered: a page opened before the switch asks for it."""
    return cache_policy(path) != ASK_FIRST


def is_text(content_type: str) -> bool:
    """Whether it gets smaller by compression: pictures and fonts are compressed already."""
    return content_type.startswith(_TEXTS) or content_type.startswith("image/svg")


def headers_of(entry: Entry) -> dict[str, str]:
    headers = {"Content-Type": entry.content_type, "Cache-Control": cache_policy(entry.path)}
    if is_text(entry.content_type):
        headers["Vary"] = "Accept-Encoding"
    return headers


def headers_file(entries: Iterable[Entry]) -> bytes:
    """The `_headers` file of static hosts (Netlify's form, read by others too) for these entries.

    Hosts join the values of all rules that match, so no path gets one header twice; pages need no cache rule,
    since asking first is these hosts' own default.
    """
    rules: dict[str, dict[str, str]] = {
        "/*": SECURITY,
        **{f"{folder}*": {"Cache-Control": IMMUTABLE} for folder in HASHED},
        "/images/*": {"Cache-Control": ONE_DAY},
        f"{PRICES}*": {"Cache-Control": ASK_FIRST},
    }
    for entry in entries:
        if cache_policy(entry.path) == IMMUTABLE and not entry.path.startswith(HASHED):
            rules.setdefault(entry.path, {})["Cache-Control"] = IMMUTABLE
        if _needs_type(entry):
            rules.setdefault(entry.path, {})["Content-Type"] = entry.content_type
    blocks = (path + "".join(f"\n  {name}: {value}" for name, value in rule.items()) for path, rule in rules.items())
    return ("\n\n".join(blocks) + "\n").encode()


def _needs_type(entry: Entry) -> bool:
    """Whether a host could not tell the type from the name: web manifests, icons without an ending."""
    if entry.kind not in ("site", "asset") or entry.path.endswith("/"):
        return False
    name = entry.path.rsplit("/", 1)[-1]
    known = _PLAIN_TYPES.get("." + name.rpartition(".")[2])
    if known is None:
        return is_text(entry.content_type)
    return not entry.content_type.startswith((known, "application/javascript", "text/xml"))
