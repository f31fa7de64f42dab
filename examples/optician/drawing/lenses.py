"""Lenses: clear ones with a breath of coating, sun lenses with a tint that may fade downwards."""

from __future__ import annotations

from dataclasses import dataclass

from PIL import Image, ImageChops, ImageColor, ImageFilter

from examples.optician.drawing.camera import PHOTO_SIZE
from examples.optician.drawing.light import softbox
from examples.optician.drawing.masks import ramp


@dataclass(frozen=True, slots=True)
class Tint:
    """A lens colour and how dense it is above and below, 0 to 1."""

    colour: str = "#9fb0bd"
    above: float = 0.17
    below: float = 0.06
    mirror: str | None = None  # a second colour that the coating reflects

    @property
    def sun(self) -> bool:
        return self.above > 0.4


def lens_layer(mask: Image.Image, tint: Tint) -> Image.Image:
    """The lenses, RGBA, to be laid over what is behind them."""
    box = mask.getbbox() or (0, 0, 1, 1)
    colour = Image.new("RGB", PHOTO_SIZE, ImageColor.getrgb(tint.colour)[:3])
    if tint.mirror:
        bloom = Image.new("RGB", PHOTO_SIZE, ImageColor.getrgb(tint.mirror)[:3])
        colour = Image.composite(bloom, colour, _falling(box, 0.75, 0.1))
    edge = ramp(mask.filter(ImageFilter.GaussianBlur(7)), 130, 235)
    density = _falling(box, tint.above, tint.below)
    rim = edge.point([round((255 - value) * (0.16 if tint.sun else 0.14)) for value in range(256)])
    density = ImageChops.add(density, rim)
    glare = ImageChops.multiply(softbox(), edge)
    if tint.sun:
        colour = ImageChops.screen(colour, _grey(glare.point([round(v * 0.17) for v in range(256)])))
    else:
        density = ImageChops.subtract(density, glare.point([round(v * 0.09) for v in range(256)]))
    layer = colour.convert("RGBA")
    layer.putalpha(ImageChops.multiply(density, mask))
    return layer


def _grey(level: Image.Image) -> Image.Image:
    return Image.merge("RGB", (level, level, level))


def _falling(box: tuple[int, int, int, int], above: float, below: float) -> Image.Image:
    """A density that changes from the box's top to its bottom."""
    _, top, _, bottom = box
    column = Image.new("L", (1, PHOTO_SIZE[1]))
    column.putdata([round(255 * _at((y - top) / max(1, bottom - top), above, below)) for y in range(PHOTO_SIZE[1])])
    return column.resize(PHOTO_SIZE)


def _at(share: float, above: float, below: float) -> float:
    eased = min(1.0, max(0.0, share))
    eased = eased * eased * (3 - 2 * eased)
    return above + (below - above) * eased
