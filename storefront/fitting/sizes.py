"""Frame sizes in the boxed system (ISO 8624): the marking on the temple, width classes, distances in millimetres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from storefront.catalogue.models import FrameSize, Product

Measures = tuple[float | None, float | None, float | None]  # lens width, bridge, temple


def main_size(product: Product) -> FrameSize | None:
    """The product's size, or that of its first variant that has one."""
    return product.size or next((variant.size for variant in product.variants if variant.size), None)


def marking(size: FrameSize) -> str | None:
    """How the size is stamped: `52□18-145`, or `52□18` without a temple. None without lens width and bridge."""
    if size.lens_width_mm is None or size.bridge_mm is None:
        return None
    front = f"{_plain(size.lens_width_mm)}□{_plain(size.bridge_mm)}"
    return f"{front}-{_plain(size.temple_mm)}" if size.temple_mm else front


def _plain(millimetres: float) -> str:
    return f"{millimetres:g}"


@dataclass(frozen=True, slots=True)
class WidthClass:
    """Frames from `from_mm` (included) to `below_mm` (not included); None is open."""

    key: str
    from_mm: float | None
    below_mm: float | None

    def holds(self, frame_width_mm: float) -> bool:
        above = self.from_mm is None or frame_width_mm >= self.from_mm
        return above and (self.below_mm is None or frame_width_mm < self.below_mm)


# Names by how many limits a shop draws; the words for them are in the locale files.
_CLASSES = {
    2: ("narrow", "medium", "wide"),
    3: ("narrow", "medium", "wide", "extra_wide"),
    4: ("extra_narrow", "narrow", "medium", "wide", "extra_wide"),
}


@lru_cache(maxsize=256)
def width_classes(limits_mm: tuple[float, ...]) -> tuple[WidthClass, ...]:
    """The classes between two to four ascending limits. Shops draw them differently: the millimetres are the truth."""
    ends = (None, *limits_mm, None)
    names = _CLASSES[len(limits_mm)]
    return tuple(WidthClass(name, *between) for name, between in zip(names, pairwise(ends), strict=True))


WIDTH_CLASSES = width_classes((125, 130, 135, 140))


def width_class(frame_width_mm: float | None, classes: Sequence[WidthClass] = WIDTH_CLASSES) -> WidthClass | None:
    """The class of a measured total width; None when it isn't known. A + DBL + A is no total width."""
    if frame_width_mm is None:
        return None
    return next((one for one in classes if one.holds(frame_width_mm)), None)


def distance_mm(one: Measures, other: Measures) -> float | None:
    """How far two sizes are apart: the differences of lens width, bridge and temple added, the temple's counted half.

    A temple can be bent to fit, a lens or bridge can't. Measures that one of them lacks are left out; None when lens
    width or bridge can't be compared.
    """
    lens, bridge, temple = map(_difference, one, other)
    if lens is None or bridge is None:
        return None
    return lens + bridge + (temple or 0.0) / 2


def _difference(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else abs(one - other)
