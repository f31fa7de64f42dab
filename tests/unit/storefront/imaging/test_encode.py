from __future__ import annotations

from io import BytesIO

import pytest
from PIL import AvifImagePlugin, Image, ImageChops, ImageStat

from storefront.imaging.encode import encode
from storefront.imaging.models import Format
from storefront.imaging.recipe import ALPHA_FORMATS, OPAQUE_FORMATS, PILLOW_AVIF, PLUGIN_AVIF, RECIPE
from tests.factories.photos import frame, scene


def difference(one: Image.Image, other: Image.Image) -> float:
    """Mean difference of the channels, 0 to 255."""
    means = ImageStat.Stat(ImageChops.difference(one.convert("RGB"), other.convert("RGB"))).mean
    return sum(means) / len(means)


@pytest.mark.parametrize("format_", OPAQUE_FORMATS)
def test_a_file_shows_the_picture(format_: Format) -> None:
    data = encode(scene(), format_)

    with Image.open(BytesIO(data)) as read:
        assert Image.MIME[str(read.format)] == RECIPE[format_].content_type
        assert read.size == (640, 480)
        assert difference(read, scene()) < 8
    assert len(data) < 640 * 480 * 3 / 4


@pytest.mark.parametrize("format_", ALPHA_FORMATS)
def test_what_shows_through_still_does(format_: Format) -> None:
    with Image.open(BytesIO(encode(frame(ground=None), format_))) as read:
        assert read.convert("RGBA").getpixel((1, 1))[3] == 0  # type: ignore[index]
        assert read.convert("RGBA").getpixel((320, 160))[3] == 255  # type: ignore[index]


@pytest.mark.parametrize("format_", [*OPAQUE_FORMATS, "png"])
def test_the_same_picture_gives_the_same_bytes(format_: Format) -> None:
    assert encode(scene(), format_) == encode(scene(), format_)


def test_jpegs_come_in_steps_with_half_the_colour() -> None:
    with Image.open(BytesIO(encode(scene(), "jpeg"))) as read:
        assert read.info["progressive"]
        assert read.layer[0][1:3] == (2, 2)  # type: ignore[attr-defined]


def test_both_avif_encoders_can_be_named_and_agree() -> None:
    pillows, plugins = (encode(scene(), "avif", encoder=name) for name in (PILLOW_AVIF, PLUGIN_AVIF))

    assert encode(scene(), "avif") == pillows
    with Image.open(BytesIO(pillows)) as one, Image.open(BytesIO(plugins)) as other:
        assert difference(one, other) < 1
    assert abs(len(pillows) - len(plugins)) < len(pillows) / 20


def test_avif_stays_pillows_own() -> None:
    assert Image.SAVE["AVIF"] is AvifImagePlugin._save
    assert Image.OPEN["AVIF"][0] is AvifImagePlugin.AvifImageFile
