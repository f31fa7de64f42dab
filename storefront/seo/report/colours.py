"""How readable the store's colours are: WCAG's contrast of each text on each ground it stands on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from storefront.catalogue.contrast import EDGE_RATIO, TEXT_RATIO, contrast
from storefront.seo.findings import Finding

_GROUNDS = ("background", "surface")
_PAIRS = (
    *((text, ground, TEXT_RATIO) for text in ("text", "muted", "primary-text", "danger") for ground in _GROUNDS),
    ("on-primary", "primary", TEXT_RATIO),
    ("on-secondary", "secondary", TEXT_RATIO),
    *(("edge", ground, EDGE_RATIO) for ground in _GROUNDS),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two colours that meet. `scheme` is "light" or "dark"; colours are "#rrggbb"."""

    scheme: str
    name: str
    ground_name: str
    colour: str
    ground: str
    ratio: float
    needed: float

    @property
    def readable(self) -> bool:
        return self.ratio >= self.needed


def pairs(palettes: Mapping[str, Mapping[str, str]]) -> Iterator[Pair]:
    """`palettes` are colours by name, by scheme; light screens come first. Names a palette lacks are left out."""
    for scheme, colours in sorted(palettes.items(), reverse=True):
        for name, ground, needed in _PAIRS:
            if name in colours and ground in colours:
                ratio = round(contrast(colours[name], colours[ground]), 2)
                yield Pair(scheme, name, ground, colours[name], colours[ground], ratio, needed)


def unreadable(told: Iterable[Pair]) -> Iterator[Finding]:
    for pair in told:
        if not pair.readable:
            reason = (
                f"On {pair.scheme} screens {pair.name} ({pair.colour}) on {pair.ground_name} ({pair.ground}) "
                f"has a contrast of {pair.ratio}:1, of {pair.needed:g}:1."
            )
            yield Finding("warning", "colours", "/", reason, "Choose the shop's colours further apart.")
