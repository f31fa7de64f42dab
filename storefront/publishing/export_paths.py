"""Which file of an exported folder answers a URL path."""

from __future__ import annotations

from urllib.parse import unquote

from storefront.errors import BrokenPromise

_ODD = set('\\:*?"<>|\ufffd')  # not allowed in file names somewhere, or what is left of bytes that are no text
_LONGEST_NAME = 255  # bytes; on every common file system


def file_of(path: str) -> str:
    """ "/a/" → "a/index.html", "/x.js" → "x.js". Raises BrokenPromise for a path that is no plain file everywhere."""
    name = unquote(path) if path.startswith("/") else ""
    if name.endswith("/"):
        name += "index.html"
    segments = name.split("/")[1:]
    if not segments or not all(map(_is_plain, segments)):
        raise BrokenPromise(
            f"The address {path!r} cannot become a file.", remedy="Give the page a slug of letters and digits."
        )
    return "/".join(segments)


def _is_plain(segment: str) -> bool:
    return (
        segment not in ("", ".", "..")
        and segment.isprintable()
        and not _ODD & set(segment)
        and len(segment.encode()) <= _LONGEST_NAME
    )
