"""What a file is that is not accepted, by its first bytes: so that the report can say more than "not an image"."""

from __future__ import annotations

_BEGINNINGS: tuple[tuple[int, bytes, str], ...] = (
    (0, b"II*\0", "a TIFF picture"),
    (0, b"MM\0*", "a TIFF picture"),
    (4, b"ftyphei", "a HEIC picture"),
    (4, b"ftypavi", "a damaged AVIF"),
    (4, b"ftyp", "a video or a picture of a format that is not accepted"),
    (0, b"BM", "a BMP picture"),
    (0, b"%PDF", "a PDF document"),
    (0, b"8BPS", "a Photoshop document"),
    (0, b"PK\x03\x04", "a ZIP archive"),
    (0, b"\xff\xd8", "a damaged JPEG"),
    (0, b"\x89PNG", "a damaged PNG"),
    (0, b"GIF8", "a damaged GIF"),
    (8, b"WEBP", "a damaged WebP"),
)


def name_of_refused(data: bytes) -> str:
    """A noun phrase for a file that no accepted format recognises: "a TIFF picture", "a text, not a photo"."""
    if not data:
        return "empty"
    for offset, beginning, name in _BEGINNINGS:
        if data.startswith(beginning, offset):
            return name
    return _name_of_text(data[:1024].lstrip().lower()) or "not a photo of a known format"


def _name_of_text(head: bytes) -> str | None:
    if b"<svg" in head:
        return "an SVG drawing, which is not accepted"
    if head.startswith((b"<!doctype html", b"<html")):
        return "a web page, not a photo"
    return "a text, not a photo" if head.isascii() and b"\0" not in head else None
