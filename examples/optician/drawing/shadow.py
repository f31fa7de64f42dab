"""The shadow of a frame on the white table it stands on, cast by the light and softened."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from examples.optician.drawing.anatomy import Anatomy
from examples.optician.drawing.camera import PHOTO_SIZE, Camera, Pixel, Point3
from examples.optician.drawing.outlines import Outline
from examples.optician.drawing.temples import Section

REDUCED = 4  # shadows are soft: a quarter of the size is enough
SLANT = (0.16, -0.22)  # how far the shadow of a point 1 mm up falls to the right and back, in mm


def shadow_of(anatomy: Anatomy, sections: list[Section], camera: Camera, lens_density: float) -> Image.Image:
    """How dark the table is, mode L, 0 where no shadow falls."""
    fall = _Fall(anatomy.ground_y, camera)
    small = (PHOTO_SIZE[0] // REDUCED, PHOTO_SIZE[1] // REDUCED)
    cast, contact = Image.new("L", small), Image.new("L", small)
    pen = ImageDraw.Draw(cast)
    _fill(pen, _solids(anatomy), fall, 150)
    _fill(pen, anatomy.lenses, fall, round(130 * lens_density))
    for side in (1, -1):
        _temple(pen, [(side * section.x, section.y, section.z) for section in sections], fall)
    _contacts(ImageDraw.Draw(contact), anatomy, sections, fall)
    soft = cast.filter(ImageFilter.GaussianBlur(5))
    close = contact.filter(ImageFilter.GaussianBlur(2.4))
    both = ImageChops.add(soft.point([round(v * 0.42) for v in range(256)]), close)
    return both.resize(PHOTO_SIZE, Image.Resampling.BICUBIC)


class _Fall:
    """Drops points onto the table along the light."""

    def __init__(self, ground: float, camera: Camera) -> None:
        self.ground, self.camera = ground, camera

    def __call__(self, point: Point3) -> Pixel:
        x, y, z = point
        up = y - self.ground
        across, down = self.camera.project((x + up * SLANT[0], self.ground, z + up * SLANT[1]))
        return across / REDUCED, down / REDUCED


def _solids(anatomy: Anatomy) -> list[Outline]:
    return [solid for part in (anatomy.acetate, anatomy.metal) if part for solid in part.solids]


def _fill(pen: ImageDraw.ImageDraw, outlines: Sequence[Outline], fall: _Fall, darkness: int) -> None:
    for outline in outlines:
        pen.polygon([fall((x, y, -2.0)) for x, y in outline], fill=darkness)


def _temple(pen: ImageDraw.ImageDraw, path: Sequence[Point3], fall: _Fall) -> None:
    pen.line([fall(point) for point in path], fill=120, width=5)


def _contacts(pen: ImageDraw.ImageDraw, anatomy: Anatomy, sections: list[Section], fall: _Fall) -> None:
    """Darkest where the frame touches the table: below each lens and at the temples' tips."""
    from_middle = (anatomy.measures.lens_width + anatomy.measures.bridge) / 2
    for side in (1, -1):
        line = [(side * from_middle + along, anatomy.ground_y, -2.0) for along in (-11.0, 0.0, 11.0)]
        pen.line([fall(point) for point in line], fill=105, width=3)
        tip = [(side * section.x, anatomy.ground_y, section.z) for section in sections[-3:]]
        pen.line([fall(point) for point in tip], fill=80, width=3)
