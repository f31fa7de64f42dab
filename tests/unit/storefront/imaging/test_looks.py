from __future__ import annotations

import base64
from io import BytesIO

import pytest
from PIL import Image

from storefront.imaging.looks import dominant_colour, placeholder
from tests.factories.photos import BROWN, frame, scene


def channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


@pytest.mark.parametrize("ground", ["white", "#f4f4f4", "black", "#2d6a9f", None])
def test_the_colour_is_the_frames_and_not_the_grounds(ground: str | None) -> None:
    found = channels(dominant_colour(frame(ground=ground)))

    assert all(abs(one - other) <= 24 for one, other in zip(found, BROWN, strict=True))


def test_where_nothing_stands_out_everything_counts() -> None:
    assert dominant_colour(Image.new("RGB", (50, 50), "#123456")) == "#123456"


def test_where_nothing_shows_at_all_there_is_still_a_colour() -> None:
    assert dominant_colour(Image.new("RGBA", (50, 50), (0, 0, 0, 0))) == "#000000"


def test_one_pixel_has_its_own_colour() -> None:
    assert dominant_colour(Image.new("RGB", (1, 1), "#abcdef")) == "#abcdef"


def test_a_scene_without_a_ground_has_its_commonest_colour() -> None:
    picture = scene(90, 90)
    picture.paste("#204080", (10, 10, 80, 80))

    assert dominant_colour(picture) == "#204080"


@pytest.mark.parametrize("size", [(1, 1), (640, 480), (480, 640), (3000, 10)])
@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_the_placeholder_is_a_tiny_webp(size: tuple[int, int], mode: str) -> None:
    uri = placeholder(scene(*size).convert(mode))

    kind, _, text = uri.partition(",")
    with Image.open(BytesIO(base64.b64decode(text, validate=True)), formats=["WEBP"]) as tiny:
        assert max(tiny.size) <= 16
    assert kind == "data:image/webp;base64"
    assert len(uri) <= 200


def test_a_frames_placeholder_stays_small() -> None:
    assert len(placeholder(frame(ground=None))) <= 200


def test_even_wild_transparency_has_a_small_placeholder() -> None:
    wild = scene()
    wild.putalpha(Image.effect_mandelbrot((640, 480), (-2, -1, 1, 1), 50))

    assert len(placeholder(wild)) <= 200


def test_the_same_picture_looks_the_same_twice() -> None:
    assert placeholder(scene()) == placeholder(scene())
    assert dominant_colour(scene()) == dominant_colour(scene())
