"""The families customers filter by, with a colour to show each."""

from __future__ import annotations

FAMILY_HEX = {
    "beige": "#d9c3a0",
    "black": "#1b1b1d",
    "blue": "#2f5d9b",
    "brown": "#6b4423",
    "clear": "#eef2f3",
    "copper": "#b06a3b",
    "gold": "#c9a227",
    "green": "#3f6b46",
    "grey": "#7b8087",
    "gunmetal": "#4a4f57",
    "havana": "#7a4a22",
    "multicolour": "#b98fb3",
    "orange": "#d9772b",
    "pink": "#d98ca3",
    "purple": "#6f4a8e",
    "red": "#a8322d",
    "rose": "#c98f84",
    "silver": "#b7bcc2",
    "tortoise": "#7a4a22",
    "white": "#f7f7f5",
    "yellow": "#e3c13d",
}
