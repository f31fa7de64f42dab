"""The decoder's answers, checked before they are believed: the process that wrote them has opened strangers' files."""

from __future__ import annotations

import re
from typing import TypeVar

from storefront.errors import PhotoUnusable
from storefront.imaging.framing import BadMessage, Head, split
from storefront.imaging.models import MediaFacts
from storefront.storage.manifest import digest_of

T = TypeVar("T")

_COLOUR = re.compile(r"#[0-9a-f]{6}")
_PLACEHOLDER = re.compile(r"data:image/webp;base64,[A-Za-z0-9+/]{1,2000}={0,2}")
_FORMAT = re.compile(r"[A-Z]{3,5}")
_MOST_WORDS = 500  # characters


def facts_from(head: Head, data: bytes) -> MediaFacts:
    """The facts of a probe's answer. Raises PhotoUnusable with its reason, BadMessage when it is no answer."""
    told = _told(head, "facts", dict)
    try:
        return MediaFacts(
            source_digest=digest_of(data),
            width_px=_positive(told["width_px"]),
            height_px=_positive(told["height_px"]),
            source_format=_matching(_FORMAT, told["source_format"]),
            has_alpha=told["has_alpha"] is True,
            dominant_colour=_matching(_COLOUR, told["dominant_colour"]),
            placeholder=_matching(_PLACEHOLDER, told["placeholder"]),
            size_bytes=len(data),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadMessage("the facts are not facts") from error


def files_from(head: Head, body: bytes, *, count: int) -> list[bytes | str]:
    """The files of an answer, or in the place of one the reason why it could not be made. Raises as `facts_from`."""
    told = _told(head, "files", list)
    try:
        parts = iter(split(body, [int(one["size"]) for one in told if "size" in one]))
        files = [next(parts) if "size" in one else _words(one["problem"]) for one in told]
    except (KeyError, TypeError, ValueError) as error:
        raise BadMessage("the files are not files") from error
    if len(files) != count:
        raise BadMessage("some files are missing")
    return files


def _told(head: Head, name: str, kind: type[T]) -> T:
    if "problem" in head:
        raise PhotoUnusable(_words(head["problem"]), remedy=_words(head.get("remedy", "")))
    told = head.get(name)
    if not isinstance(told, kind):
        raise BadMessage(f"the answer has no {name}")
    return told


def _words(value: object) -> str:
    """They go into the build's row, which has room for so much."""
    return str(value)[:_MOST_WORDS]


def _positive(value: object) -> int:
    if not isinstance(value, int) or value < 1:
        raise ValueError(value)
    return value


def _matching(pattern: re.Pattern[str], value: str) -> str:
    if not pattern.fullmatch(value):
        raise ValueError(value)
    return value
