"""All files of one photo from one decode. Runs in the decoder process."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image

from storefront.errors import PhotoUnusable
from storefront.imaging.cards import lay_on
from storefront.imaging.encode import encode
from storefront.imaging.models import Format
from storefront.imaging.opening import open_photo

# Width and height in pixels, format; and for a card the ground that the photo is laid on.
Wanted = tuple[int, int, Format] | tuple[int, int, Format, str]


def renditions(data: bytes, wanted: Sequence[Wanted]) -> list[bytes | PhotoUnusable]:
    """The files in the order asked for (at least one); in place of one that could not be made, the reason.

    Raises PhotoUnusable when the photo cannot be opened at all, MemoryError.
    """
    largest_first = sorted(wanted, key=lambda one: (-one[0], -one[1], one[2]))
    width, height = largest_first[0][:2]
    photo = open_photo(data, enough=(max(width, height), min(width, height)))
    sizes = _Steps(photo.picture)
    made = {one: _encoded(_picture(sizes, one), one[2]) for one in largest_first}
    return [made[one] for one in wanted]


def _picture(sizes: _Steps, wanted: Wanted) -> Image.Image:
    size = wanted[:2]
    return sizes.at(*size) if len(wanted) == 3 else lay_on(sizes.last, size, wanted[3])


def _encoded(picture: Image.Image, format_: Format) -> bytes | PhotoUnusable:
    try:
        return encode(picture, format_)
    except (OSError, ValueError, RuntimeError) as error:
        return PhotoUnusable(f"The photo could not be encoded as {format_} at {picture.width} px ({error}).")


class _Steps:
    """A picture made smaller step by step: every size from the one before, so the large original is read once."""

    def __init__(self, picture: Image.Image) -> None:
        self.last = picture

    def at(self, width: int, height: int) -> Image.Image:
        if self.last.size != (width, height):
            self.last = self.last.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        return self.last
