"""The frames: the sixty of the table, and further ones by seeded variation of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import zip_longest
from typing import Any, Literal

from examples.optician.chance import between
from examples.optician.data import table
from examples.optician.drawing.anatomy import Build, Measures

# A further frame is called "Alder Quay": the name of the frame it varies, and a word of its own.
SECOND_NAMES = (
    *("Quay", "Lane", "Court", "Mill", "Bridge", "Gate", "Hill", "Field", "Grove", "Brook", "Yard", "Cross", "Ford"),
    *("Green", "Heath", "Park", "Point", "Ridge", "Row", "Shore", "Step", "Stone", "Street", "Terrace", "Tower"),
    *("Vale", "View", "Walk", "Way", "Weir", "Well", "Wharf", "Wood", "Arch", "Bank", "Bay", "Bell", "Common"),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame of the range; prices in EUR, weight in grams. `lenses` has a sun lens for each colour, or none."""

    number: int
    name: str
    slug: str
    story: str  # key of its texts
    house: str
    kind: Literal["glasses", "sunglasses"]
    gender: Literal["women", "men", "unisex", "kids"]
    measures: Measures
    weight: int
    price: int
    was: int | None
    polarised: bool
    colours: tuple[str, ...]
    lenses: tuple[str, ...]

    @property
    def build(self) -> Build:
        return self.measures.build


def frames(count: int) -> Iterator[Frame]:
    """The first `count` frames, shapes in turn; ValueError below one."""
    if count < 1:
        raise ValueError("a shop has at least one frame")
    known = table_frames()
    for number in range(count):
        round_, place = divmod(number, len(known))
        yield varied(known[place], number, round_) if round_ else known[place]


@cache
def table_frames() -> tuple[Frame, ...]:
    by_shape = [
        [(shape, row) for group in groups for row in group["frames"]] for shape, groups in table("frames").items()
    ]
    in_turn = [entry for rank in zip_longest(*by_shape) for entry in rank if entry]
    return tuple(_frame(number, shape, row) for number, (shape, row) in enumerate(in_turn))


def _frame(number: int, shape: str, row: dict[str, Any]) -> Frame:
    lens_width, bridge, temple = row["size"]
    measures = Measures(
        shape=shape,
        build=row["build"],
        lens_width=lens_width,
        bridge=bridge,
        temple=temple,
        lens_height=row["height"],
        frame_width=row["width"],
        rim=row.get("rim", 4.0),
    )
    slug = row["name"].lower()
    return Frame(
        number=number,
        name=row.get("title", row["name"]),
        slug=slug,
        story=slug,
        house=row["house"],
        kind=row.get("kind", "glasses"),
        gender=row["gender"],
        measures=measures,
        weight=row["weight"],
        price=row["price"],
        was=row.get("was"),
        polarised=row.get("polarised", False),
        colours=tuple(row["colours"]),
        lenses=tuple(row.get("lens", ())),
    )


def varied(frame: Frame, number: int, round_: int) -> Frame:
    """The frame in another size, at another price, under another name, its colours in another order."""
    word, lap = SECOND_NAMES[(round_ - 1) % len(SECOND_NAMES)], (round_ - 1) // len(SECOND_NAMES)
    added = f" {word}" + (f" {lap + 1}" if lap else "")
    slug = f"{frame.slug}{added}".lower().replace(" ", "-")
    turn = round_ % len(frame.colours)
    raised = between(f"{slug} price", -2, 4) * 5
    return replace(
        frame,
        number=number,
        name=f"{frame.name}{added}",
        slug=slug,
        measures=_resized(frame.measures, slug),
        weight=max(9, frame.weight + between(f"{slug} weight", -1, 2)),
        price=frame.price + raised,
        was=frame.was + raised if frame.was else None,
        colours=frame.colours[turn:] + frame.colours[:turn],
        lenses=frame.lenses[turn:] + frame.lenses[:turn],
    )


def _resized(measures: Measures, seed: str) -> Measures:
    """Lens and bridge a little wider or narrower; the front follows, the temple in steps of 5 mm."""
    wider, apart = between(f"{seed} lens", -2, 2), between(f"{seed} bridge", -1, 1)
    return replace(
        measures,
        lens_width=measures.lens_width + wider,
        bridge=measures.bridge + apart,
        temple=min(150, measures.temple + between(f"{seed} temple", 0, 1) * 5),
        lens_height=measures.lens_height + between(f"{seed} height", -1, 1),
        frame_width=measures.frame_width + 2 * wider + apart,
    )
