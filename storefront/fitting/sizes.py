"""Frame sizes in the boxed system (ISO 8624): the marking on the temple, width classes, distances in millimetres."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from storefront.catalogue.models import FrameSize
from storefront.catalogue.sizes import parse_marking

__all__ = [
    "WIDTH_CLASSES",
    "WidthClass",
    "distance_mm",
    "frame_pd_mm",
    "marking",
    "nearest",
    "parse_marking",
    "width_class",
]

T = TypeVar("T")


def marking(size: FrameSize) -> str | None:
    """How the size is stamped: `52□18-145`, or `52□18` without a temple. None without lens width and bridge."""
    if size.lens_width_mm is None or size.bridge_mm is None:
        return None
    front = f"{_plain(size.lens_width_mm)}□{_plain(size.bridge_mm)}"
    return f"{front}-{_plain(size.temple_mm)}" if size.temple_mm else front


def _plain(millimetres: float) -> str:
    return f"{millimetres:g}"


def frame_pd_mm(size: FrameSize) -> float | None:
    """Distance between the lenses' centres: A + DBL."""
    if size.lens_width_mm is None or size.bridge_mm is None:
        return None
    return size.lens_width_mm + size.bridge_mm


@dataclass(frozen=True, slots=True)
class WidthClass:
    """Frames from `from_mm` (included) to `below_mm` (not included); None is open."""

    key: str
    from_mm: float | None
    below_mm: float | None

    def holds(self, frame_width_mm: float) -> bool:
        above = self.from_mm is None or frame_width_mm >= self.from_mm
        return above and (self.below_mm is None or frame_width_mm < self.below_mm)


# Shops draw these lines differently, so they are data; the millimetres beside them are the truth.
WIDTH_CLASSES = (
    WidthClass("extra_narrow", None, 125),
    WidthClass("narrow", 125, 130),
    WidthClass("medium", 130, 135),
    WidthClass("wide", 135, 140),
    WidthClass("extra_wide", 140, None),
)


def width_class(frame_width_mm: float | None, classes: Sequence[WidthClass] = WIDTH_CLASSES) -> WidthClass | None:
    """The class of a measured total width; None when it isn't known. A + DBL + A is no total width."""
    if frame_width_mm is None:
        return None
    return next((one for one in classes if one.holds(frame_width_mm)), None)


def distance_mm(one: FrameSize, other: FrameSize) -> float | None:
    """How far two sizes are apart: the differences of lens width, bridge and temple added, the temple's counted half.

    A temple can be bent to fit, a lens or bridge can't. Measures that one of them lacks are left out; None when lens
    width or bridge can't be compared.
    """
    lens = _difference(one.lens_width_mm, other.lens_width_mm)
    bridge = _difference(one.bridge_mm, other.bridge_mm)
    if lens is None or bridge is None:
        return None
    return lens + bridge + (_difference(one.temple_mm, other.temple_mm) or 0.0) / 2


def _difference(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else abs(one - other)


def nearest(wanted: FrameSize, sizes: Iterable[tuple[T, FrameSize]], limit: int) -> list[tuple[T, float]]:
    """The `limit` closest by distance_mm with their distance, equal ones in the order given."""
    measured = [(item, distance) for item, size in sizes if (distance := distance_mm(wanted, size)) is not None]
    return sorted(measured, key=lambda pair: pair[1])[:limit]
