"""Studio light on a polished piece: bevels lit from the upper left, a fine line of reflection, soft falling light."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter

from examples.optician.drawing.camera import PHOTO_SIZE
from examples.optician.drawing.masks import Box, ramp

Curve = tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Polish:
    """How a surface answers light. Radii in pixels; strengths from 0 to 1."""

    bevel_px: float  # how far the rounding of an edge reaches
    curve: Curve  # brightness by slope: 0 turned away, 128 level, 255 facing the light
    shine: float  # how bright the reflection on the lit bevel is
    crest: float  # the thin bright line along a bevel
    sheen: float = 0.0  # broad reflection of the studio's softbox


@dataclass(frozen=True, slots=True)
class Lit:
    """What light does to a colour: `shade` is multiplied, `glint` is screened. `depth` is 255 in a piece's middle."""

    shade: Image.Image
    glint: Image.Image
    depth: Image.Image


def lit(mask: Image.Image, polish: Polish, box: Box) -> Lit:
    """The light on a mask that was cut out of the photo at `box`."""
    height = mask.filter(ImageFilter.GaussianBlur(polish.bevel_px))
    slope = _slope(height, polish.bevel_px)
    shade = slope.point(_brightness(polish.curve))
    glint = ImageChops.multiply(ramp(slope, 158, 236), height.point(_crest_band(polish.crest, polish.shine)))
    if polish.sheen:
        soft = ImageChops.multiply(softbox().crop(box), ramp(height, 150, 245)).point(
            [int(v * polish.sheen) for v in range(256)]
        )
        glint = ImageChops.lighter(glint, soft)
    return Lit(shade, glint, height)


def _brightness(curve: Curve) -> list[int]:
    """A lookup table along straight lines between the curve's points."""
    table = []
    for value in range(256):
        (x0, y0), (x1, y1) = next(pair for pair in pairwise(curve) if value <= pair[1][0])
        table.append(round(255 * (y0 + (y1 - y0) * (value - x0) / (x1 - x0))))
    return table


def _slope(height: Image.Image, radius: float) -> Image.Image:
    """128 where level, brighter where the surface faces the light, darker where it turns away."""
    step = max(1, round(radius * 0.5))
    moved = ImageChops.offset(height, step, step * 2)
    slope = ImageChops.subtract(height, moved, scale=1.25 if radius > 4 else 1.6, offset=128)
    return slope.filter(ImageFilter.BoxBlur(max(1.0, radius / 4)))


def _crest_band(crest: float, shine: float) -> list[int]:
    """Strongest where the blurred mask stands at 0.74 of its height: a line inside the edge and along it."""
    band = [max(0.0, 1 - abs(value / 255 - 0.74) / 0.12) for value in range(256)]
    return [round(255 * min(1.0, crest * share + shine * min(1.0, value / 255))) for value, share in enumerate(band)]


@cache
def softbox() -> Image.Image:
    """Two slanted windows of light over the photo, with soft edges."""
    small = Image.new("L", (160, 80))
    small.putdata([_window(x, y) for y in range(80) for x in range(160)])
    return small.filter(ImageFilter.GaussianBlur(2)).resize(PHOTO_SIZE, Image.Resampling.BICUBIC)


def _window(x: int, y: int) -> int:
    along = (x + 0.55 * y) % 80
    return round(220 * max(0.0, 1 - abs(along - 34) / 13))
