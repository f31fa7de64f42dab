from __future__ import annotations

import pytest

from storefront.catalogue.colours import FAMILY_HEX, colour, colour_pair, family_of


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("Black", "black"),
        ("Matte Gunmetal", "grey"),
        ("Rose Gold", "gold"),
        ("Blue Havana", "tortoise"),
        ("Sky blue", "blue"),
        ("Crystal", "transparent"),
        ("Xyz", None),
    ],
)
def test_families(name: str, family: str | None) -> None:
    assert family_of(name) == family


def test_colours_have_a_swatch_if_the_family_is_known() -> None:
    found = colour("  Dark   Olive ")
    assert found is not None
    assert (found.name, found.family, found.hex) == ("Dark Olive", "green", FAMILY_HEX["green"])
    unknown = colour("Ruthenium")
    assert unknown is not None
    assert (unknown.family, unknown.hex) == (None, None)
    assert colour("  ") is None


def test_pairs() -> None:
    assert colour_pair("Black/Grey") == ("Black", "Grey")
    assert colour_pair("Grey") == ("Grey", None)
    assert colour_pair("Black/ Grey/Blue") == ("Black", "Grey/Blue")
