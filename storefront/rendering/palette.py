"""The store's colours as custom properties, with text colours that can be read on them."""

from __future__ import annotations

_TEXTS = ("#ffffff", "#111418", "#000000")  # one of white and black reaches 4.58 on any colour
_ENOUGH = 4.5  # WCAG 2.2 AA, text of usual size


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two "#rrggbb" colours by WCAG 2: 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_on(background: str) -> str:
    """White text, or ink, or black: the first that can be read."""
    return next(text for text in _TEXTS if contrast(text, background) >= _ENOUGH)


def legible(colour: str, background: str, ratio: float = _ENOUGH) -> str:
    """The colour, darkened or lightened until text in it can be read on the background."""
    towards = readable_on(background)
    steps = (_mixed(colour, towards, step / 20) for step in range(20))
    return next((mixed for mixed in steps if contrast(mixed, background) >= ratio), towards)


def palette_css(primary: str, secondary: str) -> str:
    """`:root` with --color-primary, --color-on-primary, --color-primary-text (legible on white) and the secondary's."""
    colours = {
        "primary": primary,
        "on-primary": readable_on(primary),
        "primary-text": legible(primary, "#ffffff"),
        "secondary": secondary,
        "on-secondary": readable_on(secondary),
    }
    return ":root{" + "".join(f"--color-{name}:{value};" for name, value in colours.items()) + "}\n"


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _mixed(colour: str, other: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)
