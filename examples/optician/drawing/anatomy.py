"""A frame's parts in millimetres, from its measurements: lenses, front, wire, bridge, end pieces, pads, temples.

All outlines are anticlockwise, seen from the front, the middle of the bridge at the origin's x.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from examples.optician.drawing.outlines import Outline, Point, bounds, grown, lens_outline, mirrored, moved, stroke

Build = Literal["acetate", "combination", "browline", "metal", "titanium"]

HINGE_HEIGHT = {"cat-eye": 0.8, "browline": 0.68, "aviator": 0.62, "rectangle": 0.5, "square": 0.5}  # of half a lens
RIM_MM = {"metal": 1.7, "titanium": 1.35, "browline": 1.5}


@dataclass(frozen=True, slots=True)
class Measures:
    """What is stamped and measured, in millimetres; the boxed system."""

    shape: str
    build: Build
    lens_width: float
    bridge: float
    temple: float
    lens_height: float
    frame_width: float
    rim: float = 4.0  # acetate rims, seen from the front


@dataclass(frozen=True, slots=True)
class Part:
    """A piece cut from a sheet: solids without holes, its face at z = `face`, `depth` thick behind it."""

    solids: list[Outline]
    holes: list[Outline] = field(default_factory=list)
    depth: float = 4.0
    face: float = 0.0


@dataclass(frozen=True, slots=True)
class Anatomy:
    measures: Measures
    lenses: list[Outline]
    acetate: Part | None
    metal: Part | None
    pads: list[Outline]
    pad_arms: list[Outline]
    rivets: list[Outline]
    hinge_y: float
    ground_y: float  # the lowest point, on which the frame stands


def anatomy_of(measures: Measures) -> Anatomy:
    lens = moved(
        lens_outline(measures.shape, measures.lens_width, measures.lens_height),
        (measures.lens_width + measures.bridge) / 2,
    )
    lenses = [lens, mirrored(lens)]
    hinge_y = HINGE_HEIGHT.get(measures.shape, 0.44) * measures.lens_height / 2
    wired = measures.build in RIM_MM
    acetate, metal = _pieces(measures, lenses, hinge_y)
    lowest = min(bounds(solid)[1] for part in (acetate, metal) if part for solid in part.solids)
    return Anatomy(
        measures,
        lenses,
        acetate,
        metal,
        _both(_pad(measures)) if wired else [],
        _both(_pad_arm(measures)) if wired else [],
        _rivets(measures, hinge_y) if measures.build in ("acetate", "browline") else [],
        hinge_y,
        lowest,
    )


def _pieces(measures: Measures, lenses: list[Outline], hinge_y: float) -> tuple[Part | None, Part | None]:
    """The acetate piece and the metal piece of the front."""
    ends = _both(_end_piece(measures, hinge_y))
    if measures.build == "acetate":
        return Part([*_rims(measures, lenses), _saddle(measures), *ends], lenses), None
    if measures.build == "combination":
        return Part([*_rims(measures, lenses), *ends], lenses), Part([_bar(measures, 0.42, 2.6)], depth=2.2, face=-0.8)
    if measures.build == "browline":
        brows = Part([*_both(_brow(measures, lenses[0])), *ends], face=0.6)
        return brows, Part([*_wires(measures, lenses), _bar(measures, 0.5, 2.4)], lenses, depth=1.6)
    bars = [_bar(measures, 0.36, 2.0)]
    if measures.shape == "aviator":
        bars.append(_bar(measures, 0.86, 1.8))
    return None, Part([*_wires(measures, lenses), *bars, *ends], lenses, depth=1.7)


def _rims(measures: Measures, lenses: list[Outline]) -> list[Outline]:
    rim = measures.rim
    return [grown(lens, rim * 1.18, rim, rim * 0.86) for lens in lenses]


def _wires(measures: Measures, lenses: list[Outline]) -> list[Outline]:
    wire = RIM_MM[measures.build]
    return [grown(lens, wire, wire, wire) for lens in lenses]


def _saddle(measures: Measures) -> Outline:
    """The bridge of an acetate front: a low saddle above, an arch for the nose below."""
    reach, half = measures.bridge / 2 + 2.2, measures.lens_height / 2
    top = 0.66 * half if measures.shape != "cat-eye" else 0.5 * half
    thick = 5.6 + measures.rim * 0.35
    above = _arc(reach, top, -1.6)
    below = _arc(reach, top - thick - 8.0, 7.0)
    return [*below, *reversed(above)]


def _bar(measures: Measures, height: float, thick: float) -> Outline:
    """A metal bridge, slightly arched; `height` is a fraction of half the lens height."""
    y = height * measures.lens_height / 2
    reach = _gap_at(measures, y) + 0.9
    arch = 2.2 if height < 0.8 else 0.6
    return [*_arc(reach, y - thick / 2, arch), *reversed(_arc(reach, y + thick / 2, arch))]


def _arc(reach: float, y_at_ends: float, rise: float) -> Outline:
    steps = 16
    along = [2 * step / steps - 1 for step in range(steps + 1)]
    return [(reach * t, y_at_ends + rise * (1 - t * t)) for t in along]


def _gap_at(measures: Measures, y: float) -> float:
    """Half the distance between the lenses at a height."""
    lens = lens_outline(measures.shape, measures.lens_width, measures.lens_height)
    near = [x for x, at in lens if abs(at - y) < 1.2 and x < 0]
    inset = (min(near) if near else -measures.lens_width / 2) + measures.lens_width / 2
    return measures.bridge / 2 + inset


def _end_piece(measures: Measures, hinge_y: float) -> Outline:
    """From the rim to the hinge; it ends exactly at half the frame's width."""
    lens = lens_outline(measures.shape, measures.lens_width, measures.lens_height)
    rim_x = max(x for x, y in lens if abs(y - hinge_y) < 2.5) + (measures.lens_width + measures.bridge) / 2
    end = measures.frame_width / 2
    if measures.build in ("metal", "titanium"):
        return _flared(rim_x + 0.3, end, hinge_y, (2.9, 1.6), 2.7)
    inside = 0.6 if measures.build == "browline" else -1.0
    high = HINGE_HEIGHT.get(measures.shape, 0.44) > 0.6
    return _flared(rim_x + inside, end, hinge_y, (9.0, 4.4 if high else 7.5), 8.2)


def _flared(start: float, end: float, y: float, at_start: tuple[float, float], high_at_end: float) -> Outline:
    """A bar that runs out of the rim in a hollow curve, so far below and above `y`, and ends in round corners."""
    lower, upper = (_flare(start, end, half, high_at_end / 2) for half in at_start)
    return [*[(x, y - half) for x, half in lower], *[(x, y + half) for x, half in reversed(upper)]]


def _flare(start: float, end: float, half_at_start: float, half_at_end: float) -> Outline:
    """Half the bar's height along it."""
    radius = half_at_end * 0.48
    reach = end - radius - start
    steps = [step / 8 for step in range(9)]
    curve = [(start + reach * t, half_at_end + (half_at_start - half_at_end) * (1 - t) ** 2.4) for t in steps]
    return [*curve, (end - radius * 0.3, half_at_end - radius * 0.3), (end, half_at_end - radius)]


def _brow(measures: Measures, lens: Outline) -> Outline:
    """The browline's acetate: the upper rim, thickest above, running out at the sides."""
    outer = grown(lens, 5.4, 3.8, 0.0)
    low = 0.1 * measures.lens_height
    upper = [index for index, (_, y) in enumerate(lens) if y > low]
    start = max(upper, key=lambda index: lens[index][0] * 10 - lens[index][1])
    order = upper[upper.index(start) :] + upper[: upper.index(start)]
    thickness = [min(1.0, (lens[index][1] - low) / (0.16 * measures.lens_height)) for index in order]
    crest = [_between(lens[i], outer[i], 0.35 + 0.65 * t) for i, t in zip(order, thickness, strict=True)]
    return [*crest, *[lens[index] for index in reversed(order)]]


def _between(first: Point, second: Point, share: float) -> Point:
    return first[0] + (second[0] - first[0]) * share, first[1] + (second[1] - first[1]) * share


def _pad(measures: Measures) -> Outline:
    from_middle = measures.bridge / 2 - 2.4
    oval = lens_outline("oval", 3.9, 9.4)
    y = -0.08 * measures.lens_height
    return [(from_middle + x - (at * 0.22), y + at) for x, at in oval]


def _pad_arm(measures: Measures) -> Outline:
    y = 0.06 * measures.lens_height
    start = _gap_at(measures, y) - 0.2
    return stroke([(start, y), (start - 2.4, y + 5.5), (measures.bridge / 2 - 2.6, y - 4.0)], 0.8)


def _rivets(measures: Measures, hinge_y: float) -> list[Outline]:
    x = measures.frame_width / 2 - 4.2
    dot = lens_outline("round", 1.5, 1.5)
    return [outline for up in (1.5, -1.5) for outline in (moved(dot, x, hinge_y + up), moved(dot, -x, hinge_y + up))]


def _both(outline: Outline) -> list[Outline]:
    return [outline, mirrored(outline)]
