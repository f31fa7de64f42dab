"""The eight lens outlines, as closed curves in millimetres.

A lens fills its box: A wide, B high, centred on (0, 0), with y upwards and x towards the temple (the other lens is its
mirror image). Between the four points where the curve touches the box run quarters of superellipses, so a shape is
those four points and four exponents: 2 is a circle's quarter, more is squarer, less is flatter.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, pi, sin

Point = tuple[float, float]
Outline = list[Point]

QUARTER_STEPS = 30


@dataclass(frozen=True, slots=True)
class Form:
    """Where the outline touches a box from -1 to 1, and how square its quarters are, from the upper temporal one on."""

    top: float = 0.0
    bottom: float = 0.0
    nasal: float = 0.0
    temporal: float = 0.0
    squareness: tuple[float, float, float, float] = (2.0, 2.0, 2.0, 2.0)
    sweep: float = 0.0  # how far the temporal side is drawn upwards


FORMS = {
    "round": Form(squareness=(2.05, 2.05, 2.0, 2.0)),
    "oval": Form(nasal=0.04, temporal=0.08, squareness=(2.25, 2.25, 2.15, 2.15)),
    "square": Form(bottom=0.03, nasal=0.24, temporal=0.34, squareness=(3.6, 3.3, 2.35, 2.6)),
    "rectangle": Form(bottom=0.04, nasal=0.16, temporal=0.36, squareness=(4.2, 3.7, 2.45, 2.7)),
    "panto": Form(nasal=0.22, temporal=0.34, squareness=(2.7, 2.6, 2.05, 2.1)),
    "cat-eye": Form(top=0.3, bottom=-0.06, nasal=0.16, temporal=0.36, squareness=(2.5, 2.6, 2.2, 2.1), sweep=0.34),
    "aviator": Form(top=-0.12, bottom=0.2, nasal=0.5, temporal=0.34, squareness=(2.7, 3.0, 1.95, 2.15)),
    "browline": Form(nasal=0.24, temporal=0.36, squareness=(3.7, 3.2, 2.2, 2.35)),
}


def lens_outline(shape: str, width_mm: float, height_mm: float) -> Outline:
    """The lens of a shape in its box, anticlockwise from the temporal side. KeyError for a shape not drawn here."""
    form = FORMS[shape]
    raw = [(x, y + form.sweep * ((x + 1) / 2) ** 1.5) for x, y in _quarters(form)]
    return _boxed(raw, width_mm, height_mm)


def _quarters(form: Form) -> Outline:
    top, left, bottom, right = (form.top, 1.0), (-1.0, form.nasal), (form.bottom, -1.0), (1.0, form.temporal)
    square = form.squareness
    corners = [(right, top, square[0]), (left, top, square[1]), (left, bottom, square[2]), (right, bottom, square[3])]
    points: Outline = []
    for index, (side, cap, exponent) in enumerate(corners):
        quarter = [_on_quarter(side, cap, exponent, step / QUARTER_STEPS) for step in range(QUARTER_STEPS)]
        if index % 2:
            quarter = [_on_quarter(side, cap, exponent, 1 - step / QUARTER_STEPS) for step in range(QUARTER_STEPS)]
        points += quarter
    return points


def _on_quarter(side: Point, cap: Point, exponent: float, turn: float) -> Point:
    """A point between the box's side (turn 0) and its top or bottom (turn 1)."""
    angle = turn * pi / 2
    across, up = cos(angle) ** (2 / exponent), sin(angle) ** (2 / exponent)
    return cap[0] + (side[0] - cap[0]) * across, side[1] + (cap[1] - side[1]) * up


def _boxed(points: Outline, width_mm: float, height_mm: float) -> Outline:
    left, bottom, right, top = bounds(points)
    across, up = width_mm / (right - left), height_mm / (top - bottom)
    return [((x - (left + right) / 2) * across, (y - (bottom + top) / 2) * up) for x, y in points]


def bounds(points: Outline) -> tuple[float, float, float, float]:
    """Left, bottom, right, top."""
    across, up = [x for x, _ in points], [y for _, y in points]
    return min(across), min(up), max(across), max(up)


def mirrored(points: Outline) -> Outline:
    """The same outline on the other side of the nose, still anticlockwise."""
    return [(-x, y) for x, y in reversed(points)]


def moved(points: Outline, across_mm: float, up_mm: float = 0.0) -> Outline:
    return [(x + across_mm, y + up_mm) for x, y in points]


def normals(points: Outline) -> Outline:
    """Outward unit normals of an anticlockwise closed outline."""
    found: Outline = []
    for index in range(len(points)):
        (x0, y0), (x1, y1) = points[index - 1], points[(index + 1) % len(points)]
        length = hypot(x1 - x0, y1 - y0) or 1.0
        found.append(((y1 - y0) / length, (x0 - x1) / length))
    return found


def grown(points: Outline, top_mm: float, side_mm: float, bottom_mm: float) -> Outline:
    """The outline moved outwards; by how much depends on which way each of its parts faces."""
    outer: Outline = []
    for (x, y), (nx, ny) in zip(points, normals(points), strict=True):
        vertical = top_mm if ny > 0 else bottom_mm
        by = side_mm + (vertical - side_mm) * ny * ny
        outer.append((x + nx * by, y + ny * by))
    return outer


def stroke(path: Outline, thick_mm: float) -> Outline:
    """A bent wire: the outline around a path's smooth curve. The path is start, bend and end."""
    curve = [_bezier(path, step / 12) for step in range(13)]
    left, right = [], []
    for index, (x, y) in enumerate(curve):
        (x0, y0), (x1, y1) = curve[max(0, index - 1)], curve[min(12, index + 1)]
        length = hypot(x1 - x0, y1 - y0)
        nx, ny = (y0 - y1) / length * thick_mm / 2, (x1 - x0) / length * thick_mm / 2
        left.append((x + nx, y + ny))
        right.append((x - nx, y - ny))
    return [*right, *reversed(left)]


def _bezier(path: Outline, t: float) -> Point:
    (x0, y0), (x1, y1), (x2, y2) = path
    a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
    return a * x0 + b * x1 + c * x2, a * y0 + b * y1 + c * y2


def contains(outline: Outline, point: Point) -> bool:
    """Whether a point lies inside, by counting the edges to its right."""
    x, y = point
    inside = False
    for index, (x1, y1) in enumerate(outline):
        x0, y0 = outline[index - 1]
        if (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0):
            inside = not inside
    return inside
