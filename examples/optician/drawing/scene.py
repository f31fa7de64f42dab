"""A photo put together: shadow, temples, lenses, the front's edges, its face, and the small metal parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PIL import Image, ImageChops

from examples.optician.drawing.anatomy import Anatomy, Measures, Part, anatomy_of
from examples.optician.drawing.camera import PHOTO_SIZE, Camera, Pixel
from examples.optician.drawing.lenses import Tint, lens_layer
from examples.optician.drawing.light import lit
from examples.optician.drawing.masks import filleted, mask_of, padded
from examples.optician.drawing.materials import Material
from examples.optician.drawing.outlines import Outline, grown
from examples.optician.drawing.shadow import shadow_of
from examples.optician.drawing.surfaces import painted, walls
from examples.optician.drawing.temples import Section, sleeve_start, temple_quads, temple_sections

Shot = Literal["front-transparent", "front-white", "angle"]

CAMERAS = {
    "front-transparent": Camera(),
    "front-white": Camera(distance_mm=720.0, centre=(800.0, 380.0)),
    "angle": Camera(
        yaw=33.0, pitch=15.0, distance_mm=560.0, pixels_per_mm=8.3, centre=(575.0, 450.0), wrap_radius_mm=330.0
    ),
}
FILLET_PX = 7  # of acetate; wire is thinner than this
SHADOW_TONE = (44, 46, 54)


@dataclass(frozen=True, slots=True)
class Look:
    """What a frame's parts are made of."""

    acetate: Material
    metal: Material
    tint: Tint
    slim_temples: bool  # drawn metal with acetate sleeves


def draw(measures: Measures, look: Look, shot: Shot) -> Image.Image:
    """One photo, RGBA on nothing or RGB on white."""
    return _Studio(anatomy_of(measures), look, CAMERAS[shot]).photo(shot)


class _Studio:
    """A frame before a camera; layers are laid on top of each other from the back."""

    def __init__(self, anatomy: Anatomy, look: Look, camera: Camera) -> None:
        self.anatomy, self.look, self.camera = anatomy, look, camera
        self.picture = Image.new("RGBA", PHOTO_SIZE)
        self.paints: dict[Material, Image.Image] = {}
        self.sections = temple_sections(anatomy, slim=look.slim_temples)

    def photo(self, shot: Shot) -> Image.Image:
        if shot != "front-transparent":
            self._temples()
        self._lenses()
        self._pads()
        for part, material in ((self.anatomy.metal, self.look.metal), (self.anatomy.acetate, self.look.acetate)):
            if part:
                self._piece(part, material)
        self._rivets()
        return self.picture if shot == "front-transparent" else self._on_white()

    def _temples(self) -> None:
        for side in (-1, 1):
            if not self.look.slim_temples:
                self._strip(self.sections, side, self.look.acetate)
                continue
            sleeve = sleeve_start(self.sections)
            self._strip(self.sections[sleeve:], side, self.look.acetate)
            self._strip(self.sections[: sleeve + 1], side, self.look.metal)

    def _strip(self, sections: list[Section], side: int, material: Material) -> None:
        mask, shade = painted(temple_quads(sections, side), self.camera)
        self._lay(mask, material, shade)

    def _lenses(self) -> None:
        in_groove = [grown(lens, 0.5, 0.5, 0.5) for lens in self.anatomy.lenses]
        mask = mask_of(self._seen(in_groove, -1.5))
        self.picture.alpha_composite(lens_layer(mask, self.look.tint))

    def _pads(self) -> None:
        if self.anatomy.pads:
            self._lay(mask_of(self._seen(self.anatomy.pad_arms, -3.0)), self.look.metal)
            self._lay(mask_of(self._seen(self.anatomy.pads, -5.0)), Material("crystal", ("#d3d8da",)))

    def _piece(self, part: Part, material: Material) -> None:
        if self.camera.yaw:
            mask, shade = painted(walls(part), self.camera)
            self._lay(mask, material, shade)
        face = mask_of(self._seen(part.solids, part.face), self._seen(part.holes, part.face))
        self._lay(filleted(face, FILLET_PX) if part is self.anatomy.acetate else face, material)

    def _rivets(self) -> None:
        if self.anatomy.rivets:
            self._lay(mask_of(self._seen(self.anatomy.rivets, 0.6)), self.look.metal)

    def _seen(self, outlines: list[Outline], z: float) -> list[list[Pixel]]:
        return [[self.camera.project((x, y, z)) for x, y in outline] for outline in outlines]

    def _lay(self, mask: Image.Image, material: Material, shade: Image.Image | None = None) -> None:
        """A piece of material under the light, laid over the picture."""
        box = padded(mask.getbbox() or (0, 0, 1, 1), 24)
        cut = mask.crop(box)
        light = lit(cut, material.polish, box)
        darkness, glint = light.shade, light.glint
        if shade:
            side = material.shaded(shade.crop(box))
            darkness, glint = ImageChops.multiply(darkness, side), ImageChops.multiply(glint, _halved(side))
        body = ImageChops.multiply(self._paint(material).crop(box), _grey(darkness))
        layer = ImageChops.screen(body, _grey(glint)).convert("RGBA")
        cover = ImageChops.lighter(material.cover(light.depth), glint)
        layer.putalpha(ImageChops.multiply(cut, cover))
        self.picture.alpha_composite(layer, box[:2])

    def _paint(self, material: Material) -> Image.Image:
        if material not in self.paints:
            self.paints[material] = material.paint()
        return self.paints[material]

    def _on_white(self) -> Image.Image:
        table = Image.new("RGB", PHOTO_SIZE, "white")
        tint = self.look.tint
        shadow = shadow_of(self.anatomy, self.sections, self.camera, (tint.above + tint.below) / 2)
        table.paste(SHADOW_TONE, mask=shadow)
        table.paste(self.picture, mask=self.picture)
        return table


def _halved(level: Image.Image) -> Image.Image:
    """Sides shine less than faces."""
    return level.point([value // 2 for value in range(256)])


def _grey(level: Image.Image) -> Image.Image:
    return Image.merge("RGB", (level, level, level))
