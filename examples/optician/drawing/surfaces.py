"""Surfaces seen by the camera: which quadrilaterals face it, and how brightly each is lit."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt

from PIL import Image, ImageDraw

from examples.optician.drawing.anatomy import Part
from examples.optician.drawing.camera import Camera, Point3
from examples.optician.drawing.masks import box_around, enlarged, reduced, sheet
from examples.optician.drawing.outlines import Outline, contains, normals
from examples.optician.drawing.temples import Quad

LIGHT: Point3 = (-0.38, 0.78, 0.50)
AMBIENT = 0.46
TUCK_MM = 0.6  # walls reach under the face, so that no background shines through its softened edge


def painted(quads: Iterable[Quad], camera: Camera) -> tuple[Image.Image, Image.Image]:
    """Mask and brightness (both L) of the quads that face the camera, later ones on top of earlier ones."""
    seen = [
        ([camera.project(corner) for corner in quad.corners], brightness(quad.normal, camera))
        for quad in quads
        if faces_camera(quad, camera)
    ]
    box = box_around([corners for corners, _ in seen])
    mask, shade = sheet(box), sheet(box, 150)
    on_mask, on_shade = ImageDraw.Draw(mask), ImageDraw.Draw(shade)
    for corners, bright in seen:
        on_mask.polygon(enlarged(corners, box), fill=255)
        on_shade.polygon(enlarged(corners, box), fill=round(255 * bright))
    return reduced(mask, box), reduced(shade, box)


def faces_camera(quad: Quad, camera: Camera) -> bool:
    """By perspective: a line from the eye to the quad runs against the quad's normal."""
    x, y, z = camera.turned(quad.corners[0])
    nx, ny, nz = camera.turned(quad.normal)
    return nx * -x + ny * -y + nz * (camera.distance_mm - z) > 0


def brightness(normal: Point3, camera: Camera) -> float:
    turned = camera.turned(normal)
    length = sqrt(sum(axis * axis for axis in LIGHT))
    facing = sum(a * b for a, b in zip(turned, LIGHT, strict=True)) / length
    return min(1.0, AMBIENT + (1 - AMBIENT) * max(0.0, facing) + 0.08 * max(0.0, turned[2]))


def walls(part: Part) -> list[Quad]:
    """The edges of a part, from its face to its back, around the outside and inside its holes."""
    quads: list[Quad] = []
    for solid in part.solids:
        beside = [*part.holes, *(other for other in part.solids if other is not solid)]
        quads += [quad for quad in _wall(solid, 1, part) if not _swallowed(quad, beside)]
    return quads + [quad for hole in part.holes for quad in _wall(hole, -1, part)]


def _swallowed(quad: Quad, outlines: list[Outline]) -> bool:
    """Where solids overlap they are one piece, and what reaches into a hole is cut away: no wall there."""
    return any(all(contains(outline, corner[:2]) for corner in quad.corners[:2]) for outline in outlines)


def _wall(outline: Outline, sign: int, part: Part) -> list[Quad]:
    front, back = part.face + TUCK_MM, part.face - part.depth
    facing = normals(outline)
    quads = []
    for index, (x, y) in enumerate(outline):
        x1, y1 = outline[(index + 1) % len(outline)]
        nx, ny = facing[index]
        quads.append(Quad(((x, y, front), (x1, y1, front), (x1, y1, back), (x, y, back)), (sign * nx, sign * ny, 0.0)))
    return quads
