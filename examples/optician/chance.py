"""Choices that look free and are the same every time: they hang on a seed in words, on no clock and no random state."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from examples.optician.drawing.noise import fraction

T = TypeVar("T")


def pick(seed: str, choices: Sequence[T]) -> T:
    return choices[int(fraction(seed) * len(choices))]


def between(seed: str, low: int, high: int) -> int:
    """A whole number from `low` to `high`, both included."""
    return low + int(fraction(seed) * (high - low + 1))
