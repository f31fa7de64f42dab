"""A file a site has once, as bytes, not yet stored."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SiteFile:
    path: str
    content_type: str
    data: bytes
