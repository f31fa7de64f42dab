"""Requests and answers in this process; what only a process of its own can show is in test_decoder.py."""

from __future__ import annotations

import pytest

from storefront.imaging.decoder_process import answer
from tests.factories.photos import frame, saved, scene


def test_a_probe_tells_the_facts() -> None:
    head, parts = answer({"job": "probe"}, saved(frame(800, 400, ground=None), "PNG"))

    facts = head["facts"]
    assert not parts
    assert (facts["width_px"], facts["height_px"]) == (800, 400)
    assert (facts["source_format"], facts["has_alpha"]) == ("PNG", True)
    assert facts["dominant_colour"].startswith("#7")


def test_files_are_announced_with_their_sizes() -> None:
    head, parts = answer({"job": "encode", "wanted": [[320, 240, "webp"], [320, 240, "jpeg"]]}, saved(scene()))

    assert head == {"files": [{"size": len(part)} for part in parts]}
    assert len(parts) == 2


def test_a_file_that_could_not_be_made_is_announced_with_the_reason() -> None:
    wanted = [[320, 160, "jpeg"], [320, 160, "webp"]]
    head, parts = answer({"job": "encode", "wanted": wanted}, saved(frame(ground=None), "PNG"))

    assert "jpeg" in head["files"][0]["problem"]
    assert head["files"][1] == {"size": len(parts[0])}


def test_stand_ins_need_no_photo() -> None:
    head, parts = answer({"job": "stand_in", "wanted": [[64, 48, "png"]]}, b"")

    assert head == {"files": [{"size": len(parts[0])}]}


@pytest.mark.parametrize("job", ["probe", "encode"])
def test_a_bad_photo_is_a_problem_with_a_remedy(job: str) -> None:
    head, parts = answer({"job": job, "wanted": [[64, 48, "png"]]}, b"a text")

    assert head["problem"] == "The file is a text, not a photo."
    assert "JPEG" in head["remedy"]
    assert not parts
