"""Which colours can be read on which: WCAG 2.2's contrast, and the nearest colour that has enough of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from storefront.catalogue.oklch import Oklch, hex_of, linear_light, oklch

TEXT_RATIO = 4.5  # WCAG 2.2 AA, 1.4.3: text of usual size
EDGE_RATIO = 3.0  # 1.4.11: what tells a control from its ground

_TEXTS = ("#ffffff", "#111418", "#000000")  # one of white and black reaches 4.58 on any colour
_STEPS = 200  # of lightness


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two "#rrggbb" colours: 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(ground: str) -> str:
    """White text, or ink, or black: the first that can be read."""
    return next(text for text in _TEXTS if contrast(text, ground) >= TEXT_RATIO)


def is_dark(ground: str) -> bool:
    """Whether white is what can be read on it."""
    return readable_on(ground) == _TEXTS[0]


def legible(colour: str, *grounds: str, ratio: float = TEXT_RATIO) -> str:
    """The colour, darker or lighter until it stands out from all of the grounds; at last white or black."""
    wanted = oklch(colour)
    end = 1.0 if is_dark(grounds[0]) else 0.0
    moved = (wanted._replace(lightness=wanted.lightness + (end - wanted.lightness) * n / _STEPS) for n in range(_STEPS))
    return next((one for one in _written(colour, moved) if _stands_out(one, grounds, ratio)), hex_of(Oklch(end, 0, 0)))


def nearest_legible(colour: str, ground: str, ratio: float = TEXT_RATIO) -> str:
    """The colour of the same hue that stands out from the ground with the smallest change of lightness."""
    wanted = oklch(colour)
    changes = (sign * n / _STEPS for n in range(_STEPS + 1) for sign in (-1, 1))
    within = (wanted._replace(lightness=light) for by in changes if 0 <= (light := wanted.lightness + by) <= 1)
    return next((one for one in _written(colour, within) if _stands_out(one, (ground,), ratio)), readable_on(ground))


def _stands_out(colour: str, grounds: Iterable[str], ratio: float) -> bool:
    return all(contrast(colour, ground) >= ratio for ground in grounds)


def _written(first: str, moved: Iterable[Oklch]) -> Iterator[str]:
    """The colour as it was given, then as it was moved."""
    yield first
    yield from map(hex_of, moved)


def _luminance(colour: str) -> float:
    red, green, blue = linear_light(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
