"""Colours by lightness, chroma and hue as eyes judge them: Oklch, by Björn Ottosson, bottosson.github.io/posts/oklab.

Two colours of one lightness look equally light, which red, green and blue parts don't tell.
"""

from __future__ import annotations

import math
from typing import NamedTuple

_HALVINGS = 12  # of the chroma's range: finer than a step of eight bits
_Three = tuple[float, float, float]


class Oklch(NamedTuple):
    """Lightness 0 to 1, chroma 0 to about 0.37, hue in radians."""

    lightness: float
    chroma: float
    hue: float


def oklch(colour: str) -> Oklch:
    """Of "#rrggbb"."""
    red, green, blue = linear_light(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, b), math.atan2(b, a))


def hex_of(colour: Oklch) -> str:
    """ "#rrggbb"; a colour that no screen can show comes out as strong as one can at its lightness and hue."""
    lightness = min(1.0, max(0.0, colour.lightness))
    wanted = colour._replace(lightness=lightness)
    if not _is_shown(_linear_parts(wanted)):
        low, high = 0.0, colour.chroma
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if _is_shown(_linear_parts(wanted._replace(chroma=middle))) else (low, middle)
        wanted = wanted._replace(chroma=low)
    return "#" + "".join(f"{_byte(part):02x}" for part in _linear_parts(wanted))


def linear_light(colour: str) -> _Three:
    """Red, green and blue of "#rrggbb" as amounts of light, each 0 to 1."""
    red, green, blue = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    return _linear(red), _linear(green), _linear(blue)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _byte(part: float) -> int:
    light = min(1.0, max(0.0, part))
    return round(255 * (12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055))


def _linear_parts(colour: Oklch) -> _Three:
    a, b = colour.chroma * math.cos(colour.hue), colour.chroma * math.sin(colour.hue)
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _is_shown(parts: _Three) -> bool:
    return all(-0.0005 <= part <= 1.0005 for part in parts)
