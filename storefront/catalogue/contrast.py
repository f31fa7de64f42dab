"""Which colours can be read on which: WCAG 2.2's contrast, and the nearest colour that has enough of it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from operator import itemgetter

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
    start, end = oklch(colour), 1.0 if is_dark(grounds[0]) else 0.0

    def moved(step: int) -> str:
        return hex_of(start._replace(lightness=start.lightness + (end - start.lightness) * step / _STEPS))

    step = _first_step(_STEPS - 1, moved, grounds, ratio)
    return moved(step) if step < _STEPS else hex_of(Oklch(end, 0, 0))


def nearest_legible(colour: str, ground: str, ratio: float = TEXT_RATIO) -> str:
    """The colour of the same hue that stands out from the ground with the smallest change of lightness."""
    start = oklch(colour)
    found: list[tuple[int, str]] = []
    for sign, room in ((-1, start.lightness), (1, 1 - start.lightness)):
        most = int(room * _STEPS)

        def moved(step: int, sign: int = sign) -> str:
            return hex_of(start._replace(lightness=start.lightness + sign * step / _STEPS))

        step = _first_step(most, moved, (ground,), ratio)
        if step <= most:
            found.append((step, moved(step)))
    return min(found, key=itemgetter(0))[1] if found else readable_on(ground)


def _first_step(most: int, moved: Callable[[int], str], grounds: Iterable[str], ratio: float) -> int:
    """The first of the steps 0 to `most` that stands out; `most` + 1 when none does.

    From there on all do: on its way a colour may cross the grounds' lightness, but only once.
    """
    return bisect_left(
        range(most + 1), True, key=lambda step: all(contrast(moved(step), ground) >= ratio for ground in grounds)
    )


def _luminance(colour: str) -> float:
    red, green, blue = linear_light(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
