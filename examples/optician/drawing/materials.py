"""What frames are made of: a colour for every pixel, how opaque it is, and how it takes the light."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageChops, ImageColor

from examples.optician.drawing.camera import PHOTO_SIZE
from examples.optician.drawing.light import Polish
from examples.optician.drawing.masks import ramp
from examples.optician.drawing.noise import noise

Finish = Literal["solid", "tortoise", "crystal", "fade", "horn", "metal", "matt"]
Tone = tuple[int, int, int]

ROUND = ((0, 0.42), (90, 0.78), (128, 0.94), (145, 1.0), (255, 1.0))
GLASSY = ((0, 0.6), (90, 0.86), (128, 0.96), (145, 1.0), (255, 1.0))
MIRROR = ((0, 0.12), (40, 0.26), (66, 0.66), (88, 0.4), (116, 0.62), (136, 0.95), (168, 1.0), (220, 0.78), (255, 0.6))
BRUSHED = ((0, 0.3), (100, 0.66), (128, 0.86), (160, 1.0), (255, 1.0))

POLISHES = {
    "solid": Polish(bevel_px=9, curve=ROUND, shine=0.34, crest=0.5, sheen=0.2),
    "tortoise": Polish(bevel_px=9, curve=ROUND, shine=0.34, crest=0.5, sheen=0.2),
    "horn": Polish(bevel_px=9, curve=ROUND, shine=0.26, crest=0.36, sheen=0.12),
    "fade": Polish(bevel_px=9, curve=ROUND, shine=0.36, crest=0.5, sheen=0.18),
    "crystal": Polish(bevel_px=8, curve=GLASSY, shine=0.5, crest=0.9, sheen=0.34),
    "metal": Polish(bevel_px=5.2, curve=MIRROR, shine=0.55, crest=1.0),
    "matt": Polish(bevel_px=4, curve=BRUSHED, shine=0.22, crest=0.2),
}


@dataclass(frozen=True, slots=True)
class Material:
    """A finish and its tones ("#rrggbb"), from the main one to its accents; `seed` decides the pattern."""

    finish: Finish
    tones: tuple[str, ...]
    seed: str = ""

    @property
    def polish(self) -> Polish:
        return POLISHES[self.finish]

    @property
    def translucent(self) -> bool:
        return self.finish == "crystal"

    def paint(self) -> Image.Image:
        """The material before light falls on it, RGB, over the whole photo."""
        tones = [_tone(tone) for tone in self.tones]
        if self.finish in ("tortoise", "horn"):
            return _tortoise(tones, self.seed) if self.finish == "tortoise" else _horn(tones, self.seed)
        if self.finish == "fade":
            return Image.composite(_flat(tones[0]), _flat(tones[1]), _fading())
        return _flat(tones[0])

    def shaded(self, shade: Image.Image) -> Image.Image:
        """The shade on a side turned away from the light; light comes through crystal."""
        return shade.point([128 + value // 2 for value in range(256)]) if self.translucent else shade

    def cover(self, depth: Image.Image) -> Image.Image:
        """How opaque it is, by how deep inside the piece a pixel lies: crystal is denser towards its edges."""
        if self.translucent:
            return depth.point([round(255 * (0.86 - 0.5 * min(1.0, max(0.0, (v - 120) / 130)))) for v in range(256)])
        return Image.new("L", depth.size, 255)


def _tone(colour: str) -> Tone:
    red, green, blue = ImageColor.getrgb(colour)[:3]
    return red, green, blue


def _flat(tone: Tone) -> Image.Image:
    return Image.new("RGB", PHOTO_SIZE, tone)


def _fading() -> Image.Image:
    """255 above, 0 below, across the height of a frame."""
    return (
        Image.linear_gradient("L")
        .transpose(Image.Transpose.ROTATE_180)
        .resize((1, 800))
        .point([round(255 * min(1.0, max(0.0, (v - 92) / 80))) for v in range(256)])
        .resize(PHOTO_SIZE)
    )


def _tortoise(tones: list[Tone], seed: str) -> Image.Image:
    """Amber ground, clouds of a second tone, dark flecks with soft edges, as in pressed acetate."""
    size = (PHOTO_SIZE[0] // 2, PHOTO_SIZE[1] // 2)
    dark, ground, amber = tones
    clouds = ramp(noise(seed + "clouds", 34, 22, size), 96, 176)
    blotches = ImageChops.blend(noise(seed + "blotch", 38, 22, size), noise(seed + "edge", 110, 70, size), 0.3)
    flecks = ramp(blotches, 112, 160)
    picture = Image.composite(Image.new("RGB", size, amber), Image.new("RGB", size, ground), clouds)
    picture = Image.composite(Image.new("RGB", size, dark), picture, flecks)
    return picture.resize(PHOTO_SIZE, Image.Resampling.BILINEAR)


def _horn(tones: list[Tone], seed: str) -> Image.Image:
    """Long streaks, slightly slanted, of one tone in another."""
    size = (PHOTO_SIZE[0] // 2, PHOTO_SIZE[1] // 2)
    streaks = ImageChops.add(noise(seed + "streak", 10, 110, size), noise(seed + "fine", 16, 240, size), scale=2)
    slanted = streaks.rotate(-7, resample=Image.Resampling.BILINEAR, fillcolor=128)
    picture = Image.composite(
        Image.new("RGB", size, tones[1]), Image.new("RGB", size, tones[0]), ramp(slanted, 40, 216)
    )
    return picture.resize(PHOTO_SIZE, Image.Resampling.BILINEAR)
