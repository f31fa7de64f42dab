"""A photo's bytes to an upright sRGB picture, within limits that the header is held to before a pixel is decoded.

Runs in the decoder process. What it gets may have been made to break decoders.
"""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO

from PIL import ExifTags, Image, ImageFile, UnidentifiedImageError

from storefront.errors import PhotoUnusable
from storefront.imaging.colours import in_srgb
from storefront.imaging.recognise import name_of_refused

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "AVIF")
# A JPEG is decoded at a fraction of its size; the others take 4 bytes a pixel, twice while they are converted.
MAX_JPEG_PIXELS = 50_000_000
MAX_PIXELS = 25_000_000
MAX_SIDE_PX = 12_000

ImageFile.LOAD_TRUNCATED_IMAGES = False
Image.MAX_IMAGE_PIXELS = MAX_JPEG_PIXELS

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_LYING = {5, 6, 7, 8}  # orientations that swap width and height


@dataclass(frozen=True, slots=True)
class Photo:
    """An open photo. Its picture may be smaller than width and height say, where a JPEG was decoded at a fraction."""

    picture: Image.Image  # RGB, or RGBA where something shows through; upright, sRGB, no metadata
    width_px: int
    height_px: int
    source_format: str


def open_photo(data: bytes, *, enough: tuple[int, int]) -> Photo:
    """Decode the first frame. A JPEG may come smaller, though no smaller than `enough` (long and short side, pixels).

    Raises PhotoUnusable with the reason in words, MemoryError.
    """
    with _strictly(data):
        image = Image.open(BytesIO(data), formats=FORMATS)
        _check_size(image)
        size = image.size
        image.draft(None, enough if size[0] >= size[1] else (enough[1], enough[0]))
        image.load()
        orientation = _orientation(image)
        picture = in_srgb(image)
        if orientation in _UPRIGHT:
            picture = picture.transpose(_UPRIGHT[orientation])
    width, height = reversed(size) if orientation in _LYING else size
    # A phone's "multi-picture" file is a JPEG with further pictures behind it.
    return Photo(picture, width, height, "JPEG" if image.format == "MPO" else str(image.format))


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    most = MAX_JPEG_PIXELS if image.format in ("JPEG", "MPO") else MAX_PIXELS
    if width * height > most:
        raise PhotoUnusable(
            f"The photo has {width:,} × {height:,} pixels; a {image.format} may have {most // 1_000_000} million.",
            remedy="Save the photo smaller; 2,000 pixels wide is plenty.",
        )
    if max(width, height) > MAX_SIDE_PX:
        raise PhotoUnusable(
            f"The photo is {width:,} × {height:,} pixels; a side may have {MAX_SIDE_PX:,}.",
            remedy="Save the photo smaller; 2,000 pixels wide is plenty.",
        )


def _orientation(image: Image.Image) -> int:
    """The orientation the camera noted, 1 (upright) where it cannot be read."""
    try:
        return int(image.getexif().get(ExifTags.Base.Orientation, 1))
    except (ValueError, TypeError, SyntaxError, KeyError, IndexError, OSError, struct.error):
        return 1  # damaged metadata; it is dropped anyway


@contextmanager
def _strictly(data: bytes) -> Iterator[None]:
    """Pillow's warnings are errors, but for those about what is dropped anyway; its errors become ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", module=r"PIL\.TiffImagePlugin")  # EXIF is written like a TIFF
        warnings.filterwarnings("ignore", message="Possibly corrupt EXIF|.*malformed MPO|Invalid APNG")
        warnings.filterwarnings("ignore", message="Palette images with Transparency")
        try:
            yield
        except (PhotoUnusable, MemoryError):
            raise
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise PhotoUnusable(
                f"The photo has more than {MAX_JPEG_PIXELS // 1_000_000} million pixels.",
                remedy="Save the photo smaller; 2,000 pixels wide is plenty.",
            ) from error
        except UnidentifiedImageError as error:
            raise PhotoUnusable(f"The file is {name_of_refused(data)}.") from error
        except Exception as error:  # whatever a decoder meets in a damaged file
            raise PhotoUnusable(f"The photo is damaged and cannot be opened ({_in_words(error)}).") from error


def _in_words(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
