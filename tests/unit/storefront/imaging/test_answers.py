from __future__ import annotations

import hashlib
from typing import Any

import pytest

from storefront.errors import PhotoUnusable
from storefront.imaging.answers import facts_from, files_from
from storefront.imaging.framing import BadMessage

FACTS: dict[str, Any] = {
    "width_px": 40,
    "height_px": 30,
    "source_format": "JPEG",
    "has_alpha": False,
    "dominant_colour": "#7a4a20",
    "placeholder": "data:image/webp;base64,UklGRg==",
}


def test_facts_are_completed_with_what_the_bytes_say() -> None:
    facts = facts_from({"facts": FACTS}, b"photo")

    assert facts.source_digest == hashlib.sha256(b"photo").hexdigest()
    assert facts.size_bytes == 5
    assert (facts.width_px, facts.height_px, facts.dominant_colour) == (40, 30, "#7a4a20")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("width_px", 0),
        ("height_px", "30"),
        ("width_px", None),
        ("source_format", "<b>"),
        ("dominant_colour", "red;background:url(//x)"),
        ("placeholder", 'data:text/html,<script>alert("1")</script>'),
        ("placeholder", "data:image/webp;base64," + "A" * 3000),
        ("placeholder", 7),
    ],
)
def test_facts_that_could_do_harm_in_a_page_are_not_believed(name: str, value: object) -> None:
    with pytest.raises(BadMessage):
        facts_from({"facts": {**FACTS, name: value}}, b"")


@pytest.mark.parametrize("head", [{}, {"facts": []}, {"facts": {}}])
def test_an_answer_without_facts_is_none(head: dict[str, Any]) -> None:
    with pytest.raises(BadMessage):
        facts_from(head, b"")


def test_a_problem_is_raised_with_its_remedy() -> None:
    with pytest.raises(PhotoUnusable) as refusal:
        facts_from({"problem": "The photo is odd.", "remedy": "Take another."}, b"")

    assert str(refusal.value) == "The photo is odd. Take another."


def test_endless_words_are_cut() -> None:
    """A build's row names its problems, and has room for so much."""
    with pytest.raises(PhotoUnusable) as refusal:
        facts_from({"problem": "x" * 900_000, "remedy": "y" * 90_000}, b"")
    [said] = files_from({"files": [{"problem": "x" * 900_000}]}, b"", count=1)

    assert len(str(refusal.value)) < 1_500
    assert len(said) == 500


def test_files_and_reasons_keep_their_places() -> None:
    head = {"files": [{"size": 2}, {"problem": "no"}, {"size": 3}]}

    assert files_from(head, b"abcde", count=3) == [b"ab", "no", b"cde"]


@pytest.mark.parametrize(
    "told", [[{"size": 2}], [{"size": 5}, {}], [{"size": 5}, 7], [{"size": "x"}], [{"size": 5}], "files"]
)
def test_files_that_do_not_add_up_are_not_believed(told: object) -> None:
    with pytest.raises(BadMessage):
        files_from({"files": told}, b"abcde", count=2)
