"""All files of one photo from one decode. Runs in the decoder process."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from storefront.errors import PhotoUnusable
from storefront.imaging.encode import encode
from storefront.imaging.models import Format
from storefront.imaging.opening import open_photo

Wanted = tuple[int, int, Format]  # width and height in pixels, format


def renditions(data: bytes, wanted: Sequence[Wanted]) -> list[bytes | PhotoUnusable]:
    """The files in the order asked for (at least one); in place of one that could not be made, the reason.

    Raises PhotoUnusable when the photo cannot be opened at all, MemoryError.
    """
    largest_first = sorted(wanted, key=lambda one: (-one[0], -one[1], one[2]))
    width, height, _ = largest_first[0]
    photo = open_photo(data, enough=(max(width, height), min(width, height)))
    sizes = _Steps(photo.picture)
    made = {one: _encoded(sizes.at(one[0], one[1]), one[2]) for one in largest_first}
    return [made[one] for one in wanted]


def _encoded(picture: Image.Image, format_: Format) -> bytes | PhotoUnusable:
    try:
        return encode(picture, format_)
    except (OSError, ValueError, RuntimeError) as error:
        return PhotoUnusable(f"The photo could not be encoded as {format_} at {picture.width} px ({error}).")


class _Steps:
    """A picture made smaller step by step: every size from the one before, so the large original is read once."""

    def __init__(self, picture: Image.Image) -> None:
        self._last = picture

    def at(self, width: int, height: int) -> Image.Image:
        if self._last.size != (width, height):
            self._last = self._last.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        return self._last
