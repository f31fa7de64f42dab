from __future__ import annotations

from pathlib import Path

import pytest

from storefront.errors import RequestInvalid
from submitter.cli.writing import writing


def test_a_place_that_cant_be_written_is_told(tmp_path: Path) -> None:
    place = tmp_path / "nowhere" / "card.html"
    with pytest.raises(RequestInvalid, match=r"nowhere/card.html can't be written: No such file"), writing(place):
        place.write_text("")


def test_what_can_be_written_is(tmp_path: Path) -> None:
    with writing(tmp_path / "card.html"):
        (tmp_path / "card.html").write_text("x")
    assert (tmp_path / "card.html").read_text() == "x"
