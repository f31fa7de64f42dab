"""Facts about a photo, and the variants made of it. Sizes in pixels and bytes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Format = Literal["avif", "webp", "jpeg", "png"]


@dataclass(frozen=True, slots=True)
class MediaFacts:
    """What one limited decode told about a photo. Width and height are upright (orientation applied)."""

    source_digest: str  # sha-256 of the file as it came, hex
    width_px: int
    height_px: int
    source_format: str  # "JPEG", "PNG", …
    has_alpha: bool
    dominant_colour: str  # "#rrggbb"
    placeholder: str  # data URI of a tiny WebP
    size_bytes: int


@dataclass(frozen=True, slots=True)
class MediaOutcome:
    """What became of one photo of the catalogue: facts, or the reason why it can't be used."""

    source: str  # as written in Media.source
    facts: MediaFacts | None = None
    problem: str | None = None  # in words, for the report
    remedy: str | None = None


@dataclass(frozen=True, slots=True)
class ImageVariant:
    """One file to be made of a photo; its address is known before it is encoded."""

    source_digest: str
    width_px: int
    height_px: int
    format: Format
    path: str  # URL path, "/images/ab12…/r1/768.avif": source digest, recipe version, width, format
    ground: str | None = None  # "#rrggbb": the photo laid on a card of this size, see cards.py


@dataclass(frozen=True, slots=True)
class ImageWork:
    """All the variants wanted of one photo: the unit of an imaging batch."""

    source_digest: str
    has_alpha: bool
    variants: list[ImageVariant] = field(default_factory=list)
