"""What a rendered page says about itself, kept beside it and joined by the seo stage."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import orjson
import zstandard

_LEVEL = 3


@dataclass(frozen=True, slots=True)
class PageMark:
    """One page's facts for sitemaps and the report card.

    Addresses are the store's own paths, as in the manifests: without the path of the public address, without query
    and fragment.
    """

    path: str
    locale: str
    page_type: str
    indexable: bool
    title: str
    description: str
    digest: str
    alternates: dict[str, str] = field(default_factory=dict)  # locale → path, itself included
    images: list[str] = field(default_factory=list)  # paths of its main pictures
    links: list[str] = field(default_factory=list)  # internal links, paths only, sorted, unique
    problems: list[str] = field(default_factory=list)  # found while rendering, in words; "error: …" stops a release
    name: str = ""  # what the page is called in breadcrumbs
    files: list[str] = field(default_factory=list)  # paths of its stylesheets and scripts
    compressed_bytes: int = 0  # of its HTML, about
    modified: str | None = None  # the day what it shows changed, ISO 8601; None where that is not known
    feed: dict[str, Any] | None = None  # a product's share in the feeds, see feeds/items.py


def encode_marks(marks: list[PageMark]) -> bytes:
    """Compressed JSON lines: products bring their items for the feeds, in words that repeat."""
    lines = b"\n".join(orjson.dumps(m) for m in sorted(marks, key=lambda m: m.path))
    return zstandard.compress(lines, _LEVEL)


def decode_marks(data: bytes) -> list[PageMark]:
    return [PageMark(**orjson.loads(line)) for line in zstandard.decompress(data).split(b"\n") if line]
