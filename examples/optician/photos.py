"""Which photos a sample has, what their files are called, and drawing those that are not there yet.

A file's name ends in a digest of everything that shapes it, the drawing's own code included: a file that exists is
the right one.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path

import PIL
from PIL import Image

from examples.optician.drawing.scene import Shot, draw
from examples.optician.frames import Frame, frames
from examples.optician.palette import look_of

FOLDER = "photos"
DOTS_PER_INCH = (254, 254)  # ten pixels a millimetre, written into front views
JPEG_QUALITY = 90
COARSER = [value & 0xFE for value in range(256)] * 3 + list(range(256))  # saves a fifth of a PNG, unseen


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo of a frame in one of its colours. `source` is its path below the sample's folder."""

    colour: str
    shot: Shot
    source: str

    @property
    def id(self) -> str:
        return f"{self.colour}-{self.shot}"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A photo to be drawn."""

    frame: Frame
    colour_number: int
    photo: Photo


def wishes(frame: Frame) -> list[Drawing]:
    """Every photo there could be of a frame, the most wanted first.

    The first colour from the front and at an angle come first. Then, frame by frame in turn, the cut-out that a
    virtual mirror needs or the second colour; then the rest.
    """
    hero: list[tuple[int, Shot]] = [(0, "front-white"), (0, "angle")]
    cut_out, second = [(0, "front-transparent")], [(1, "front-white")]
    third = cut_out + second if frame.number % 2 == 0 else second + cut_out
    shots: tuple[Shot, ...] = ("front-white", "angle", "front-transparent")
    everything = [(number, shot) for number in range(len(frame.colours)) for shot in shots]
    order = dict.fromkeys([*hero, *third, *everything])
    return [_drawing(frame, number, shot) for number, shot in order]  # type: ignore[arg-type]


def _drawing(frame: Frame, colour_number: int, shot: Shot) -> Drawing:
    recipe = f"{drawing_version()} {frame.measures} {look_of(frame, colour_number)} {shot}"
    digest = sha256(recipe.encode()).hexdigest()[:10]
    ending = "png" if shot == "front-transparent" else "jpg"
    colour = frame.colours[colour_number]
    return Drawing(
        frame, colour_number, Photo(colour, shot, f"{FOLDER}/{frame.slug}-{colour}-{shot}-{digest}.{ending}")
    )


@cache
def drawing_version() -> str:
    """Changes with the drawing's code and with the library that draws."""
    code = resources.files("examples.optician.drawing")
    modules = sorted((item for item in code.iterdir() if item.name.endswith(".py")), key=lambda item: item.name)
    return sha256(b"".join(item.read_bytes() for item in modules) + PIL.__version__.encode()).hexdigest()


class Shelf:
    """Deals out a number of photos over a number of products, and lends to those without their own."""

    def __init__(self, products: int, photos: int) -> None:
        self.each, self.more = divmod(photos, products)
        self.lent: defaultdict[tuple[str, ...], list[Photo]] = defaultdict(list)

    def own(self, frame: Frame) -> list[Drawing]:
        """The frame's share, at most all there can be of it."""
        share = self.each + (frame.number < self.more)
        return wishes(frame)[:share] if share else []

    def lend_out(self, frame: Frame, photo: Photo) -> None:
        """Only needed while there are fewer photos than products: then each has one, the first colour's front."""
        if not self.each:
            for key in self._likeness(frame, photo.colour):
                self.lent[key].append(photo)

    def borrowed(self, frame: Frame) -> list[Photo]:
        """A photo of the frame most like this one, in turn among equals; none when nothing was drawn."""
        for key in self._likeness(frame, frame.colours[0]):
            if self.lent[key]:
                return [self.lent[key][frame.number % len(self.lent[key])]]
        return []

    @staticmethod
    def _likeness(frame: Frame, colour: str) -> list[tuple[str, ...]]:
        shape = frame.measures.shape
        return [(shape, frame.kind, frame.build, colour), (shape, frame.kind), (shape,), ()]


def drawings(products: int, photos: int) -> Iterator[Drawing]:
    """Every photo of a sample."""
    shelf = Shelf(products, photos)
    for frame in frames(products):
        yield from shelf.own(frame)


def draw_photo(drawing: Drawing, folder: Path) -> None:
    """The photo appears under its name only when it is complete."""
    path = folder / drawing.photo.source
    unfinished = path.with_suffix(f".{os.getpid()}")
    look = look_of(drawing.frame, drawing.colour_number)
    try:
        save(draw(drawing.frame.measures, look, drawing.photo.shot), unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def save(picture: Image.Image, path: Path) -> None:
    """PNG for what is transparent, JPEG for the rest."""
    if picture.mode == "RGBA":
        picture.point(COARSER).save(path, "PNG", compress_level=6, dpi=DOTS_PER_INCH)
    else:
        picture.save(path, "JPEG", quality=JPEG_QUALITY, optimize=True, dpi=DOTS_PER_INCH)
