"""What a page shows before the photo arrives: its main colour and a tiny picture."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Sequence
from io import BytesIO

from PIL import Image

Pixel = tuple[int, ...]

SAMPLE_PX = 128  # a frame's rim is still some pixels wide
_LIKE_BACKGROUND = 40  # difference of channels, summed, that JPEG's noise around a frame stays below
_PLACEHOLDER_TRIES = ((16, 20), (12, 20), (16, 1), (8, 1), (4, 1))  # side in pixels and quality, until one is small
PLACEHOLDER_BYTES = 200


def within(picture: Image.Image, side_px: int) -> Image.Image:
    """The picture made smaller by a whole factor, so that its longer side has at most so many pixels."""
    return picture.reduce(-(-max(picture.size) // side_px))


def dominant_colour(picture: Image.Image) -> str:
    """The commonest colour ("#rrggbb") of what stands before the background; of everything where nothing does."""
    sample = within(picture, SAMPLE_PX).convert("RGBA")
    pixels = _pixels(sample)
    solid = [pixel[:3] for pixel in pixels if pixel[3] >= 128]
    background = None if len(solid) < len(pixels) else _background(pixels, sample.width)
    before = [pixel for pixel in solid if background is None or _difference(pixel, background) > _LIKE_BACKGROUND]
    return "#{:02x}{:02x}{:02x}".format(*_commonest(before or solid or [pixel[:3] for pixel in pixels]))


def placeholder(picture: Image.Image) -> str:
    """A data URI of a picture of at most 16 px, in at most 200 characters where it can be done."""
    uri = ""
    for side_px, quality in _PLACEHOLDER_TRIES:
        target = BytesIO()
        within(picture, side_px).save(target, "WEBP", quality=quality, alpha_quality=0, method=6)
        uri = "data:image/webp;base64," + base64.b64encode(target.getvalue()).decode()
        if len(uri) <= PLACEHOLDER_BYTES:
            break
    return uri


def _pixels(sample: Image.Image) -> list[Pixel]:
    data = sample.tobytes()
    return [tuple(data[start : start + 4]) for start in range(0, len(data), 4)]


def _background(pixels: Sequence[Pixel], width: int) -> Pixel | None:
    """The colour of most of the border; None where the border has no colour of its own."""
    border = [*pixels[:width], *pixels[-width:], *pixels[::width], *pixels[width - 1 :: width]]
    colour = _commonest([pixel[:3] for pixel in border])
    alike = sum(_difference(pixel, colour) <= _LIKE_BACKGROUND for pixel in border)
    return colour if 2 * alike > len(border) else None


def _commonest(pixels: Sequence[Pixel]) -> Pixel:
    """Mean of the fullest of 512 boxes of the colour cube; of equals the darkest, so that the order does not matter."""
    boxes = Counter(tuple(channel >> 5 for channel in pixel) for pixel in pixels)
    fullest = min(boxes, key=lambda box: (-boxes[box], box))
    inside = [pixel for pixel in pixels if tuple(channel >> 5 for channel in pixel) == fullest]
    return tuple((2 * sum(channel) + len(inside)) // (2 * len(inside)) for channel in zip(*inside, strict=True))


def _difference(one: Pixel, other: Pixel) -> int:
    return sum(abs(a - b) for a, b in zip(one[:3], other[:3], strict=True))
