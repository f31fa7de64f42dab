"""Choices that look free and are the same every time: they hang on a seed in words, on no clock and no random state."""

from __future__ import annotations

from examples.optician.drawing.noise import fraction


def between(seed: str, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included."""
    return low + int(fraction(seed) * (high - low + 1))
