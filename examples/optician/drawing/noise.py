"""Noise that is the same for the same seed on every machine: hashed bytes, enlarged smoothly."""

from __future__ import annotations

from hashlib import shake_256

from PIL import Image

from examples.optician.drawing.camera import PHOTO_SIZE


def noise(seed: str, columns: int, rows: int, size: tuple[int, int] = PHOTO_SIZE) -> Image.Image:
    """Clouds of `columns` by `rows` cells over the whole size, mode L."""
    cells = Image.frombytes("L", (columns, rows), shake_256(seed.encode()).digest(columns * rows))
    return cells.resize(size, Image.Resampling.BICUBIC)


def fraction(seed: str) -> float:
    """A number from 0 up to 1 that belongs to the seed."""
    return int.from_bytes(shake_256(seed.encode()).digest(6), "big") / 2**48
