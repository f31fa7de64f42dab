"""Colours and sun lenses by name: as customers read them, and as they are drawn."""

from __future__ import annotations

from examples.optician.data import table
from examples.optician.drawing.lenses import Tint
from examples.optician.drawing.materials import Material
from examples.optician.drawing.scene import Look
from examples.optician.frames import Frame
from storefront.catalogue.models import Colour

WIRE_BUILDS = ("metal", "titanium")


def colour_of(name: str) -> Colour:
    row = table("palette")["colours"][name]
    return Colour(name=row["en"], family=row["family"], hex=row["hex"], translations={"es": row["es"]})


def lens_names(name: str) -> tuple[str, str]:
    """A sun lens in English and Spanish."""
    row = table("palette")["lenses"][name]
    return row["en"], row["es"]


def look_of(frame: Frame, colour_number: int) -> Look:
    """What the frame is drawn with in one of its colours."""
    colour = _material(frame.colours[colour_number], frame.slug)
    wired = frame.build in WIRE_BUILDS
    return Look(
        acetate=_material("dark-tortoise", frame.slug) if wired else colour,
        metal=colour if wired else _material(_fittings(frame.colours[colour_number]), frame.slug),
        tint=_tint(frame.lenses[colour_number]) if frame.lenses else Tint(),
        slim_temples=wired or frame.build == "combination",
    )


def _material(name: str, seed: str) -> Material:
    row = table("palette")["colours"][name]
    return Material(row["finish"], tuple(row["tones"]), f"{seed} {name}")


def _fittings(colour: str) -> str:
    """Rivets and bridges: gold, but silver beside cold crystal."""
    return "silver" if colour in ("clear-crystal", "smoke") else "gold"


def _tint(name: str) -> Tint:
    row = table("palette")["lenses"][name]
    return Tint(row["colour"], row["above"], row["below"], row.get("mirror"))
