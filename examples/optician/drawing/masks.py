"""Smooth-edged masks of shapes: drawn larger, then reduced. Mode L, 255 inside."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFilter

from examples.optician.drawing.camera import PHOTO_SIZE, Pixel

OVERSAMPLING = 3

Box = tuple[int, int, int, int]


def mask_of(solids: Sequence[Sequence[Pixel]], holes: Sequence[Sequence[Pixel]] = ()) -> Image.Image:
    """The union of the solids without the holes."""
    box = box_around(solids)
    large = sheet(box)
    pen = ImageDraw.Draw(large)
    for fill, outlines in ((255, solids), (0, holes)):
        for outline in outlines:
            pen.polygon(enlarged(outline, box), fill=fill)
    return reduced(large, box)


def box_around(outlines: Sequence[Sequence[Pixel]]) -> Box:
    """The whole pixels that the outlines touch, within the photo."""
    across, down = [x for line in outlines for x, _ in line], [y for line in outlines for _, y in line]
    left, top = max(0, int(min(across)) - 2), max(0, int(min(down)) - 2)
    return left, top, min(PHOTO_SIZE[0], int(max(across)) + 3), min(PHOTO_SIZE[1], int(max(down)) + 3)


def sheet(box: Box, value: int = 0) -> Image.Image:
    """An enlarged sheet to draw a box of the photo on."""
    return Image.new("L", ((box[2] - box[0]) * OVERSAMPLING, (box[3] - box[1]) * OVERSAMPLING), value)


def enlarged(outline: Sequence[Pixel], box: Box) -> list[Pixel]:
    return [((x - box[0]) * OVERSAMPLING, (y - box[1]) * OVERSAMPLING) for x, y in outline]


def reduced(large: Image.Image, box: Box) -> Image.Image:
    """A drawn sheet at its place in a mask of the photo's size."""
    mask = Image.new("L", PHOTO_SIZE)
    mask.paste(large.reduce(OVERSAMPLING), box[:2])
    return mask


def padded(box: Box, margin: int) -> Box:
    left, top, right, bottom = box
    return (
        max(0, left - margin),
        max(0, top - margin),
        min(PHOTO_SIZE[0], right + margin),
        min(PHOTO_SIZE[1], bottom + margin),
    )


def filleted(mask: Image.Image, radius_px: float) -> Image.Image:
    """The mask with its inner corners filled and its outer corners rounded, as if it had been cut and polished."""
    return ramp(mask.filter(ImageFilter.GaussianBlur(radius_px)), 128 - 9 * 12 / radius_px, 128 + 9 * 12 / radius_px)


def ramp(image: Image.Image, low: float, high: float) -> Image.Image:
    """Values at or below `low` become 0, at or above `high` 255, between them a straight line."""
    return image.point([round(255 * min(1.0, max(0.0, (value - low) / (high - low)))) for value in range(256)])
