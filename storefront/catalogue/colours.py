"""Colour names as sold, and the families customers filter by."""

from __future__ import annotations

import re

from storefront.catalogue.models import Colour

# A family's representative colour, for swatches of sources that give names alone.
FAMILY_HEX = {
    "black": "#1c1c1e", "white": "#f4f4f2", "grey": "#7d8085", "silver": "#b9bdc3", "gold": "#c9a24b",
    "brown": "#6f4a2f", "tortoise": "#7a4b25", "beige": "#d8c3a0", "red": "#a8242f", "burgundy": "#6d1f32",
    "pink": "#dd8fa3", "orange": "#d9772b", "yellow": "#e2c23c", "green": "#3f6b4a", "blue": "#2f5688",
    "purple": "#6a4a86", "transparent": "#e8edf0",
}  # fmt: skip

_WORDS = {
    "black": "black noir nero schwarz onyx ebony jet",
    "white": "white ivory pearl cream snow weiss blanc bianco",
    "grey": "grey gray gunmetal graphite smoke slate charcoal anthracite pewter stone ash greystone",
    "silver": "silver chrome steel palladium platinum",
    "gold": "gold golden brass bronze",
    "brown": "brown chocolate coffee walnut espresso wood copper cognac amber hazel mocha",
    "tortoise": "tortoise tortoiseshell havana tort leopard",
    "beige": "beige sand nude champagne taupe khaki tan",
    "red": "red scarlet ruby cherry coral crimson",
    "burgundy": "burgundy bordeaux wine maroon oxblood plum",
    "pink": "pink rose blush flamingo magenta fuchsia",
    "orange": "orange peach apricot tangerine rust",
    "yellow": "yellow mustard lemon",
    "green": "green olive emerald mint teal forest sage moss",
    "blue": "blue navy azure turquoise denim cobalt indigo petrol aqua sky",
    "purple": "purple violet lilac lavender mauve aubergine",
    "transparent": "transparent clear crystal translucent",
}
_FAMILY = {word: family for family, words in _WORDS.items() for word in words.split()}


def family_of(name: str) -> str | None:
    """The family a colour's name belongs to: a pattern wins ("blue havana"), else the last word known ("sky blue")."""
    known = [_FAMILY[word] for word in re.findall(r"[a-z]+", name.casefold()) if word in _FAMILY]
    if not known:
        return None
    return "tortoise" if "tortoise" in known else known[-1]


def colour(name: str) -> Colour | None:
    """A colour by its name; None for an empty one."""
    name = " ".join(name.split())[:120]
    if not name:
        return None
    family = family_of(name)
    return Colour(name=name, family=family, hex=FAMILY_HEX[family] if family else None)


def colour_pair(text: str) -> tuple[str, str | None]:
    """Frame and lens of "Black/Grey"; the lens is None when only one is named."""
    frame, _, lens = text.partition("/")
    return frame.strip(), lens.strip() or None
