"""What a rendered page says about itself, kept beside it and joined by the seo stage."""

from __future__ import annotations

from dataclasses import dataclass, field

import orjson


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


def encode_marks(marks: list[PageMark]) -> bytes:
    return b"\n".join(orjson.dumps(m) for m in sorted(marks, key=lambda m: m.path))


def decode_marks(data: bytes) -> list[PageMark]:
    return [PageMark(**orjson.loads(line)) for line in data.split(b"\n") if line]
