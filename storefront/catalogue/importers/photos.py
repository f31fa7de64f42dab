"""Photo addresses of a source as the media of a draft."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

_VIEWS = {
    "front": "front", "frontal": "front", "angle": "angle", "quarter": "angle", "side": "side", "profile": "side",
    "back": "back", "rear": "back", "detail": "detail", "worn": "worn", "model": "worn",
}  # fmt: skip


def media_of(photos: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Media in their order, each address once; ids are "1", "2" … within the product. `source` may be missing."""
    media: dict[str, dict[str, Any]] = {}
    for photo in photos:
        source = str(photo.get("source") or "").strip()
        if source.startswith("//"):
            source = f"https:{source}"
        if source and source not in media:
            told = {key: photo[key] for key in ("alt", "background") if photo.get(key)}
            media[source] = {
                "id": str(len(media) + 1),
                "source": source,
                "view": photo.get("view") or _view(source),
                **told,
            }
    return list(media.values())


def _view(source: str) -> str:
    """The view a file's name speaks of: "round-01-front.jpg"."""
    name = urlsplit(source).path.rsplit("/", 1)[-1].casefold()
    return next((_VIEWS[word] for word in re.findall(r"[a-z]+", name) if word in _VIEWS), "other")
