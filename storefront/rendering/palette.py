"""The store's colours as custom properties: a set for light screens, one for dark, each readable throughout.

    background, surface               grounds: of the page; of cards and panels
    text, muted                       on both grounds; muted for what is said beside
    primary, on-primary               the shop's colour as a ground, and the text on it
    primary-text                      the shop's colour as text and links, on both grounds
    secondary, on-secondary           the second colour, and the text on it
    line, edge                        lines that only decorate; edges that tell a control (3:1 on both grounds)
    danger                            text that warns, on both grounds
    shade                             of shadows, see-through

The first set is made for the shop's background. On a dark screen another takes its place, unless the shop wants none
or its background is dark anyway.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from storefront.catalogue.contrast import EDGE_RATIO, TEXT_RATIO, is_dark, legible, readable_on
from storefront.catalogue.models import StoreConfiguration
from storefront.catalogue.oklch import Oklch, hex_of, oklch

_AT_EASE = 7.0  # what running text aims for (WCAG's AAA)
_QUIET = 5.0
_GREY = 0.04  # a chroma below which a colour has no hue to speak of
_PAPER = 0.97  # a ground lighter than that has nothing lighter for its panels
_NIGHT = 0.19  # lightness of a dark page


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by name ("on-primary" → "#ffffff"). `dark` is None where there is one set for all screens."""

    light: Mapping[str, str]
    dark: Mapping[str, str] | None


def palette_of(configuration: StoreConfiguration) -> Palette:
    return _palette(
        configuration.primary_color,
        configuration.secondary_color,
        configuration.background_color,
        configuration.dark_mode == "auto",
    )


def palette_css(palette: Palette) -> str:
    """`:root` with --color-background and all others, again under prefers-color-scheme where screens differ."""
    if palette.dark is None:
        own = "dark" if is_dark(palette.light["background"]) else "light"
        return _root(own, palette.light)
    dark = _root("dark", palette.dark)
    return f"{_root('light', palette.light)}@media (prefers-color-scheme:dark){{{dark}}}"


def _root(scheme: str, colours: Mapping[str, str]) -> str:
    properties = ";".join(f"--color-{name}:{colour}" for name, colour in colours.items())
    return f":root{{color-scheme:{scheme};{properties}}}"


@lru_cache(maxsize=64)
def _palette(primary: str, secondary: str, background: str, dark_too: bool) -> Palette:
    light = _colours(background, primary, secondary)
    if not dark_too or is_dark(background):
        return Palette(light, None)
    night = hex_of(_tint(background, primary)._replace(lightness=_NIGHT))
    return Palette(light, _colours(night, _by_night(primary, night), _second_by_night(secondary)))


def _colours(background: str, primary: str, secondary: str) -> dict[str, str]:
    surface, tint, dark = _surface(background), _tint(background, primary), is_dark(background)
    grounds = (background, surface)
    ink = legible(hex_of(tint._replace(lightness=0.95 if dark else 0.23)), *grounds, ratio=_AT_EASE)
    return {
        "background": background,
        "surface": surface,
        "text": ink,
        "muted": legible(_between(background, ink, 0.62, tint), *grounds, ratio=_QUIET),
        "line": _between(background, ink, 0.14, tint),
        "edge": legible(_between(background, ink, 0.45, tint), *grounds, ratio=EDGE_RATIO),
        "primary": primary,
        "on-primary": readable_on(primary),
        "primary-text": legible(primary, *grounds, ratio=TEXT_RATIO),
        "secondary": secondary,
        "on-secondary": readable_on(secondary),
        "danger": legible("#ff8f85" if dark else "#b3261e", *grounds, ratio=TEXT_RATIO),
        "shade": "#00000080" if dark else f"{ink}24",
    }


def _surface(background: str) -> str:
    """A step away from the text's lightness, so that it reads no worse there; back where there is no room."""
    ground = oklch(background)
    if is_dark(background):
        step = -0.03 if ground.lightness > _NIGHT + 0.1 else 0.045
    else:
        step = -0.022 if ground.lightness > _PAPER else 0.02
    return hex_of(ground._replace(lightness=ground.lightness + step))


def _tint(background: str, primary: str) -> Oklch:
    """The hue that greys lean to: the background's, or else the shop's colour's."""
    ground, own = oklch(background), oklch(primary)
    hue = ground.hue if ground.chroma > 0.005 else own.hue
    return Oklch(0.5, min(0.012, max(ground.chroma, own.chroma / 8)), hue)


def _between(ground: str, ink: str, share: float, tint: Oklch) -> str:
    start, end = oklch(ground).lightness, oklch(ink).lightness
    return hex_of(tint._replace(lightness=start + (end - start) * share))


def _by_night(primary: str, night: str) -> str:
    """Black buttons turn white; a colour becomes as light as it takes to be seen, and stays itself as far as it can."""
    colour = oklch(primary)
    if colour.chroma < _GREY and colour.lightness < 0.5:
        return hex_of(colour._replace(lightness=0.93))
    return legible(primary, _surface(night), night, ratio=EDGE_RATIO)


def _second_by_night(secondary: str) -> str:
    """What is nearly white by day is a ground, nearly black by night; a strong colour stays."""
    colour = oklch(secondary)
    if colour.lightness > 0.85 and colour.chroma < 2 * _GREY:
        return hex_of(Oklch(1.27 - colour.lightness, min(colour.chroma, 0.02), colour.hue))
    return secondary
