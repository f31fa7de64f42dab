from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageStat

from storefront.errors import PhotoUnusable
from storefront.imaging.renditions import Wanted, renditions
from storefront.imaging.stand_in import stand_ins
from tests.factories.photos import exif, frame, saved, scene


def read(data: bytes | PhotoUnusable) -> Image.Image:
    assert isinstance(data, bytes), data
    return Image.open(BytesIO(data))


def test_files_come_in_the_order_asked_for() -> None:
    wanted: list[Wanted] = [(80, 60, "webp"), (320, 240, "avif"), (160, 120, "jpeg"), (320, 240, "webp")]

    made = [read(one) for one in renditions(saved(scene()), wanted)]

    assert [(one.width, one.height, str(one.format).lower()) for one in made] == wanted


def test_every_size_shows_the_same_as_one_made_directly() -> None:
    wanted: list[Wanted] = [(320, 240, "jpeg"), (160, 120, "jpeg"), (80, 60, "jpeg")]
    source = scene()

    for made, (width, height, _) in zip(renditions(saved(source, "PNG"), wanted), wanted, strict=True):
        direct = source.resize((width, height), Image.Resampling.LANCZOS)
        assert sum(ImageStat.Stat(ImageChops.difference(read(made), direct)).mean) / 3 < 6


def test_a_sideways_photo_is_upright_in_its_files() -> None:
    lying = saved(scene(640, 480), exif=exif(orientation=6).tobytes())

    assert read(renditions(lying, [(240, 320, "webp")])[0]).size == (240, 320)


def test_transparency_reaches_the_files() -> None:
    made = renditions(saved(frame(ground=None), "PNG"), [(320, 160, "avif"), (320, 160, "webp"), (320, 160, "png")])

    assert [read(one).mode for one in made] == ["RGBA"] * 3


def test_place_and_serial_number_stay_behind() -> None:
    photo = saved(scene(), exif=exif(place=True).tobytes(), comment=b"at home")
    assert b"SERIAL-0042" in photo

    for made in renditions(photo, [(320, 240, "avif"), (320, 240, "webp"), (320, 240, "jpeg"), (320, 240, "png")]):
        assert not read(made).getexif()
        assert b"SERIAL-0042" not in made  # type: ignore[operator]
        assert b"Exif" not in made  # type: ignore[operator]
        assert b"at home" not in made  # type: ignore[operator]


def test_a_format_that_cannot_hold_it_costs_that_file_alone() -> None:
    """JPEG has no transparency, and no one should ask it for any."""
    jpeg, webp = renditions(saved(frame(ground=None), "PNG"), [(320, 160, "jpeg"), (320, 160, "webp")])

    assert isinstance(jpeg, PhotoUnusable)
    assert "jpeg at 320 px" in jpeg.what
    assert read(webp).size == (320, 160)


def test_a_photo_that_does_not_open_is_said_once() -> None:
    with pytest.raises(PhotoUnusable, match="text"):
        renditions(b"not a photo", [(320, 240, "webp")])


@pytest.mark.parametrize("size", [(1, 1), (320, 160), (10, 500), (1920, 1280)])
def test_stand_ins_have_the_size_and_format_asked_for(size: tuple[int, int]) -> None:
    wanted: list[Wanted] = [(*size, "avif"), (*size, "webp"), (*size, "jpeg"), (*size, "png")]

    made = stand_ins(wanted)

    assert [(*read(one).size, str(read(one).format).lower()) for one in made] == wanted
    assert made == stand_ins(wanted)


def test_a_stand_in_shows_something_on_a_pale_ground() -> None:
    picture = read(stand_ins([(320, 160, "png")])[0])

    assert picture.getpixel((0, 0)) == (241, 242, 244)
    assert len(picture.getcolors(1000)) > 1  # type: ignore[arg-type]
