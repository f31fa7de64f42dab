"""The temples: from the hinge straight back, then down behind the ear, as strips of quadrilaterals in space."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians, sin, sqrt

from examples.optician.drawing.anatomy import Anatomy
from examples.optician.drawing.camera import Point3

STEP_MM = 2.0
EAR_MM = 44.0  # length of the part behind the bend


@dataclass(frozen=True, slots=True)
class Quad:
    """A flat piece of surface and the way it faces."""

    corners: tuple[Point3, Point3, Point3, Point3]
    normal: Point3


@dataclass(frozen=True, slots=True)
class Section:
    """The temple cut across: the centre of its outer edge, its height, and its thickness towards the head."""

    x: float
    y: float
    z: float
    height: float
    thickness: float
    slope: float  # radians downwards


def temple_sections(anatomy: Anatomy, *, slim: bool) -> list[Section]:
    """The right temple from hinge to tip. `slim` is drawn metal."""
    measures = anatomy.measures
    count = int(measures.temple / STEP_MM)
    y, z = anatomy.hinge_y, -3.0
    sections = []
    for step in range(count + 1):
        along = step / count
        beyond = max(0.0, step * STEP_MM - (measures.temple - EAR_MM))
        slope = radians(2.4 + 46 * _eased(beyond / 26))
        inwards = 0.9 + 3.0 * along * along + beyond * 0.05
        height, thickness = _profile(along, beyond, (1 - along) * measures.temple, slim)
        sections.append(Section(measures.frame_width / 2 - inwards, y, z, height, thickness, slope))
        y, z = y - STEP_MM * sin(slope), z - STEP_MM * cos(slope)
    return sections


def _eased(share: float) -> float:
    share = min(1.0, share)
    return share * share * (3 - 2 * share)


def _profile(along: float, beyond: float, left_mm: float, slim: bool) -> tuple[float, float]:
    """Height and thickness; `left_mm` is what is left up to the rounded tip."""
    rounding = sqrt(max(0.02, 1 - max(0.0, 1 - left_mm / 4.0) ** 2))
    if slim:
        sleeved = beyond > 0 or along > 0.66
        return (5.0 * rounding, 2.6) if sleeved else (2.7 - 1.1 * along, 1.3)
    waist = 7.0 - 2.0 * min(1.0, along / 0.62)
    return (waist + (2.2 * min(1.0, beyond / 20))) * rounding, 3.4


def sleeve_start(sections: list[Section]) -> int:
    """Where a slim temple's acetate sleeve begins."""
    return next(index for index, section in enumerate(sections) if section.height > 4.0)


def temple_quads(sections: list[Section], side: int) -> list[Quad]:
    """All four long faces, tip first, so that what is nearer is drawn later. `side` 1 is right, -1 left."""
    quads: list[Quad] = []
    for near, far in reversed(list(pairwise(sections))):
        quads += [_face(near, far, side, face) for face in ("inner", "outer", "bottom", "top")]
    return quads


def _face(near: Section, far: Section, side: int, face: str) -> Quad:
    a, b = _edges(near, side), _edges(far, side)
    up, back = cos(near.slope), sin(near.slope)
    first, second, normal = {
        "outer": ("outer top", "outer bottom", (float(side), 0.0, 0.0)),
        "inner": ("inner bottom", "inner top", (-float(side), 0.0, 0.0)),
        "top": ("inner top", "outer top", (0.0, up, -back)),
        "bottom": ("outer bottom", "inner bottom", (0.0, -up, back)),
    }[face]
    return Quad((a[first], a[second], b[second], b[first]), normal)


def _edges(section: Section, side: int) -> dict[str, Point3]:
    outer, inner = side * section.x, side * (section.x - section.thickness)
    up, back = section.height / 2 * cos(section.slope), section.height / 2 * sin(section.slope)
    top, bottom = (section.y + up, section.z - back), (section.y - up, section.z + back)
    return {
        "outer top": (outer, *top),
        "outer bottom": (outer, *bottom),
        "inner top": (inner, *top),
        "inner bottom": (inner, *bottom),
    }
