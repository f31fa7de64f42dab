"""Frame sizes as printed on temples and written in lists: "52□18-145", "52-18-145", "52[]18 145", "52/18/145"."""

from __future__ import annotations

import re

from storefront.catalogue.models import FrameSize

_LENGTH = r"(\d{2,3}(?:[.,]\d)?)"
_GAP = r"\s*(?:mm)?\s*(?:□|◻|☐|▢|\[\s*\]|[-–—/|x×·,_]|\s)\s*"  # the signs people type for the box
_MARKING = re.compile(rf"(?<!\d){_LENGTH}{_GAP}{_LENGTH}(?:{_GAP}{_LENGTH})?(?!\d)", re.IGNORECASE)

# What opticians' frames measure, children's to the largest; outside of it the numbers mean something else.
_LENS_MM = (20, 80)
_BRIDGE_MM = (5, 40)
_TEMPLE_MM = (80, 175)


def parse_marking(text: str) -> FrameSize | None:
    """Lens width, bridge and, if given, temple from a marking; None when the numbers are no such thing."""
    found = _MARKING.search(text)
    if not found:
        return None
    lens, bridge, temple = (float(part.replace(",", ".")) if part else None for part in found.groups())
    plausible = (
        _within(lens, _LENS_MM) and _within(bridge, _BRIDGE_MM) and (temple is None or _within(temple, _TEMPLE_MM))
    )
    return FrameSize(lens_width_mm=lens, bridge_mm=bridge, temple_mm=temple) if plausible else None


def parse_millimetres(value: str | float) -> float | None:
    """A length: "52", "52 mm", "5,2 cm", 52.0; None when there is no single positive number."""
    numbers = re.findall(r"\d+(?:[.,]\d+)?", str(value))
    if len(numbers) != 1:
        return None
    length = float(numbers[0].replace(",", "."))
    millimetres = length * 10 if re.search(r"\bcm\b|\dcm\b", str(value), re.IGNORECASE) else length
    return round(millimetres, 2) or None


def _within(value: float | None, limits: tuple[int, int]) -> bool:
    return value is not None and limits[0] <= value <= limits[1]
