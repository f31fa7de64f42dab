from __future__ import annotations

import warnings
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from storefront.errors import PhotoUnusable
from storefront.imaging.opening import Photo, open_photo
from tests.factories.photos import exif, frame, one_bit_png, png_16_bit, quarters, saved, scene

ALL = (12_000, 12_000)  # as large as it is
RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def opened(data: bytes, enough: tuple[int, int] = ALL) -> Photo:
    return open_photo(data, enough=enough)


def corners(picture: Image.Image) -> list[tuple[int, ...]]:
    right, bottom = picture.width - 5, picture.height - 5
    return [picture.getpixel(at) for at in ((4, 4), (right, 4), (4, bottom), (right, bottom))]  # type: ignore[misc]


def near(pixel: tuple[int, ...], expected: tuple[int, ...], off: int = 12) -> bool:
    return len(pixel) == len(expected) and all(abs(a - b) <= off for a, b in zip(pixel, expected, strict=True))


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
def test_accepted_formats_open(format_: str) -> None:
    photo = opened(saved(scene(64, 48), format_))

    assert (photo.width_px, photo.height_px, photo.source_format) == (64, 48, format_)
    assert photo.picture.mode == "RGB"
    assert photo.picture.size == (64, 48)


TURNS = {
    1: [],
    2: [Image.Transpose.FLIP_LEFT_RIGHT],
    3: [Image.Transpose.ROTATE_180],
    4: [Image.Transpose.FLIP_TOP_BOTTOM],
    5: [Image.Transpose.ROTATE_90, Image.Transpose.FLIP_TOP_BOTTOM],
    6: [Image.Transpose.ROTATE_90],
    7: [Image.Transpose.ROTATE_270, Image.Transpose.FLIP_TOP_BOTTOM],
    8: [Image.Transpose.ROTATE_270],
    9: [],
}


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("orientation", TURNS)
def test_a_camera_held_sideways_still_gives_an_upright_picture(orientation: int, format_: str) -> None:
    held = quarters()
    for turn in TURNS[orientation]:
        held = held.transpose(turn)

    photo = opened(saved(held, format_, exif=exif(orientation=orientation).tobytes()))

    assert (photo.width_px, photo.height_px) == photo.picture.size == (120, 80)
    assert all(
        near(pixel, expected, 40)
        for pixel, expected in zip(corners(photo.picture), (RED, GREEN, BLUE, WHITE), strict=True)
    )


def test_a_large_jpeg_is_decoded_at_a_fraction_that_is_enough() -> None:
    photo = opened(saved(scene(1600, 1200)), enough=(320, 240))

    assert (photo.width_px, photo.height_px) == (1600, 1200)
    assert photo.picture.size == (400, 300)


def test_a_fraction_is_enough_for_photos_held_sideways_too() -> None:
    lying = saved(scene(1600, 1200), exif=exif(orientation=6).tobytes())
    photo = opened(lying, enough=(400, 300))

    assert (photo.width_px, photo.height_px) == (1200, 1600)
    assert photo.picture.size == (300, 400)


def test_cmyk_comes_in_its_colours() -> None:
    photo = opened(saved(Image.new("CMYK", (40, 30), (0, 255, 255, 0))))

    assert photo.picture.mode == "RGB"
    assert near(photo.picture.getpixel((20, 15)), RED)  # type: ignore[arg-type]


@pytest.mark.parametrize(("value", "expected"), [(0, 0), (257 * 100, 100), (32768, 128), (65535, 255)])
@pytest.mark.parametrize("colour_type", [0, 2])
def test_sixteen_bits_are_scaled_to_eight(value: int, expected: int, colour_type: int) -> None:
    photo = opened(png_16_bit(value, colour_type=colour_type))

    assert near(photo.picture.getpixel((3, 3)), (expected,) * 3, 1)  # type: ignore[arg-type]


@pytest.mark.parametrize("colour_type", [4, 6])
def test_sixteen_bit_transparency_is_kept(colour_type: int) -> None:
    photo = opened(png_16_bit(257 * 100, colour_type=colour_type))

    assert near(photo.picture.getpixel((3, 3)), (100,) * 4, 1)  # type: ignore[arg-type]


def test_grey_comes_as_grey() -> None:
    assert opened(saved(Image.new("L", (9, 9), 100), "PNG")).picture.getpixel((4, 4)) == (100, 100, 100)


def test_black_and_white_comes_as_such() -> None:
    assert opened(saved(Image.new("1", (9, 9), 1), "PNG")).picture.getpixel((4, 4)) == WHITE


def test_a_palette_with_a_transparent_colour_becomes_transparent() -> None:
    picture = Image.new("P", (10, 10), 1)
    picture.putpalette([0, 0, 0, 200, 10, 20])
    picture.putpixel((5, 5), 0)

    opened_picture = opened(saved(picture, "PNG", transparency=0)).picture

    assert opened_picture.mode == "RGBA"
    assert opened_picture.getpixel((5, 5))[3] == 0  # type: ignore[index]
    assert opened_picture.getpixel((1, 1)) == (200, 10, 20, 255)


def test_a_palette_with_graded_transparency_is_kept() -> None:
    picture = Image.new("P", (10, 10), 1)
    picture.putpalette([0, 0, 0, 200, 10, 20])

    assert opened(saved(picture, "PNG", transparency=b"\x00\x80")).picture.getpixel((1, 1)) == (200, 10, 20, 128)


def test_transparency_is_kept() -> None:
    assert opened(saved(frame(ground=None), "PNG")).picture.getpixel((0, 0))[3] == 0  # type: ignore[index]


def test_grey_with_transparency_is_kept() -> None:
    assert opened(saved(Image.new("LA", (9, 9), (80, 40)), "PNG")).picture.getpixel((1, 1)) == (80, 80, 80, 40)


def test_a_channel_that_hides_nothing_is_no_transparency() -> None:
    assert opened(saved(frame().convert("RGBA"), "PNG")).picture.mode == "RGB"


@pytest.mark.parametrize("format_", ["GIF", "WEBP", "PNG", "AVIF"])
def test_of_an_animation_the_first_picture_counts(format_: str) -> None:
    frames = [Image.new("RGB", (20, 20), colour) for colour in (RED, GREEN, BLUE)]

    photo = opened(saved(frames[0], format_, save_all=True, append_images=frames[1:], duration=100))

    assert near(photo.picture.getpixel((9, 9)), RED, 20)  # type: ignore[arg-type]


def test_one_pixel_is_a_photo() -> None:
    assert opened(saved(Image.new("RGB", (1, 1), RED), "PNG")).picture.getpixel((0, 0)) == RED


def test_a_profiles_colours_are_brought_to_srgb() -> None:
    """LAB's a* and b* swapped would be plain to see: a profile whose red and green are exchanged shows red as green."""
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    exchanged = srgb.replace(b"rXYZ", b"tmpX").replace(b"gXYZ", b"rXYZ").replace(b"tmpX", b"gXYZ")
    unnamed = exchanged.replace("sRGB".encode("utf-16-be"), "Swap".encode("utf-16-be"))
    red = Image.new("RGB", (20, 20), RED)

    assert opened(saved(red, "PNG", icc_profile=unnamed)).picture.getpixel((9, 9)) == GREEN
    assert opened(saved(red, "PNG", icc_profile=srgb)).picture.getpixel((9, 9)) == RED
    assert opened(saved(red, "PNG", icc_profile=lab)).picture.getpixel((9, 9)) == RED  # not a profile for such pixels


@pytest.mark.parametrize("profile", [b"no profile at all", bytes(5_000_000)])
def test_a_profile_of_no_use_is_left_aside(profile: bytes) -> None:
    assert (
        opened(saved(Image.new("RGB", (20, 20), RED), "WEBP", lossless=True, icc_profile=profile)).picture.getpixel(
            (9, 9)
        )
        == RED
    )


def test_nothing_but_pixels_is_kept() -> None:
    noted = exif(place=True)
    picture = opened(saved(scene(), exif=noted.tobytes(), comment=b"home")).picture

    assert picture.info == {}
    assert not picture.getexif()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "The file is empty."),
        (b"Hello, this is my photo", "The file is a text, not a photo."),
        (b"<!DOCTYPE html><title>404</title>", "The file is a web page, not a photo."),
        (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>', "The file is an SVG drawing"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\0", "The file is a damaged PNG."),
        (b"\0\1\2\3" * 9, "The file is not a photo of a known format."),
        (saved(Image.new("RGB", (5, 5)), "TIFF"), "The file is a TIFF picture."),
        (saved(Image.new("RGB", (5, 5)), "BMP"), "The file is a BMP picture."),
    ],
)
def test_what_is_no_photo_is_named(data: bytes, reason: str) -> None:
    with pytest.raises(PhotoUnusable) as refusal:
        opened(data)

    assert refusal.value.what.startswith(reason)
    assert refusal.value.remedy


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "GIF", "AVIF"])
@pytest.mark.parametrize("percent", [30, 60, 90])
def test_a_truncated_photo_is_refused(format_: str, percent: int) -> None:
    whole = saved(scene(), format_)

    with pytest.raises(PhotoUnusable, match="damaged"):
        opened(whole[: len(whole) * percent // 100])


def test_a_small_file_of_many_pixels_is_refused_by_its_header() -> None:
    bomb = one_bit_png(12_000, 12_000)

    assert len(bomb) < 30_000
    with pytest.raises(PhotoUnusable, match="million"):
        opened(bomb)


def test_formats_that_decode_whole_may_have_half_as_many_pixels() -> None:
    with pytest.raises(PhotoUnusable, match=r"5,100 × 5,000 pixels; a PNG may have 25 million"):
        opened(one_bit_png(5_100, 5_000))


def test_a_side_has_a_limit_of_its_own() -> None:
    with pytest.raises(PhotoUnusable, match=r"1 × 12,001 pixels; a side may have 12,000"):
        opened(one_bit_png(1, 12_001))


def test_damaged_notes_of_the_camera_do_not_matter() -> None:
    damaged = b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\x12\x01\x03\0" * 20

    photo = opened(saved(quarters(), exif=damaged))

    assert near(corners(photo.picture)[0], RED, 40)


def test_an_orientation_that_is_no_number_is_upright() -> None:
    """A TIFF directory of one entry: tag 274, a text of three characters."""
    odd = b"Exif\0\0II*\0\x08\0\0\0\x01\0" + b"\x12\x01\x02\0\x03\0\0\0up\0\0" + bytes(4)

    assert near(corners(opened(saved(quarters(), exif=odd)).picture)[0], RED, 40)


def test_the_processes_own_filters_are_left_alone() -> None:
    before = list(warnings.filters)
    opened(saved(scene()))

    assert warnings.filters == before


def test_several_pictures_in_one_jpeg_count_as_a_jpeg() -> None:
    target = BytesIO()
    quarters().save(target, "MPO", save_all=True, append_images=[scene(120, 80)])

    assert opened(target.getvalue()).source_format == "JPEG"
