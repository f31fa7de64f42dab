from __future__ import annotations

import sys
from io import BytesIO
from time import process_time

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageStat

from examples.optician.drawing.lenses import Tint, lens_layer
from examples.optician.drawing.materials import Material
from examples.optician.drawing.scene import draw
from examples.optician.frames import Frame, table_frames
from examples.optician.palette import look_of

ONE_OF_EACH_SHAPE = table_frames()[:8]
BY_BUILD = {frame.build: frame for frame in table_frames()}


def _drawn(frame: Frame, shot: str) -> Image.Image:
    return draw(frame.measures, look_of(frame, 0), shot)  # type: ignore[arg-type]


def _bytes(picture: Image.Image) -> bytes:
    packed = BytesIO()
    picture.save(packed, "PNG", compress_level=1)
    return packed.getvalue()


@pytest.mark.parametrize("frame", ONE_OF_EACH_SHAPE, ids=lambda frame: frame.measures.shape)
def test_the_cut_out_shows_the_frame_at_true_scale(frame: Frame) -> None:
    solid = (
        _drawn(frame, "front-transparent").getchannel("A").point([255 if value > 127 else 0 for value in range(256)])
    )
    box = solid.getbbox()
    assert box is not None
    assert (box[2] - box[0]) / 10 == pytest.approx(frame.measures.frame_width, abs=1.0)
    assert (box[0] + box[2]) / 2 == pytest.approx(800, abs=2)


def test_the_front_on_white_has_the_same_scale() -> None:
    frame = BY_BUILD["acetate"]
    row = 380 - round(10 * 0.44 * frame.measures.lens_height / 2)  # through the hinges
    picture = _drawn(frame, "front-white").convert("L").crop((0, row - 20, 1600, row + 20))
    dark = picture.point([255 if value < 190 else 0 for value in range(256)]).getbbox()
    assert dark is not None
    assert (dark[2] - dark[0]) / 10 == pytest.approx(frame.measures.frame_width, abs=1.0)


def test_the_lens_opening_is_as_wide_as_the_stamp_says() -> None:
    fennel = next(frame for frame in table_frames() if frame.slug == "fennel")
    measures = fennel.measures
    row = _drawn(fennel, "front-transparent").getchannel("A").crop((0, 400, 1600, 401)).tobytes()
    left = right = 800 + round(5 * (measures.lens_width + measures.bridge))  # the middle of the lens
    while row[left - 1] < 200:
        left -= 1
    while row[right + 1] < 200:
        right += 1
    assert (right - left) / 10 == pytest.approx(measures.lens_width, abs=0.5)


def test_the_cut_out_is_clear_around_and_between() -> None:
    cut_out = _drawn(BY_BUILD["acetate"], "front-transparent")
    assert cut_out.mode == "RGBA"
    assert cut_out.getpixel((3, 3)) == (0, 0, 0, 0)
    assert cut_out.getpixel((800, 700)) == (0, 0, 0, 0)


@pytest.mark.parametrize("shot", ["front-white", "angle"])
@pytest.mark.parametrize("frame", list(BY_BUILD.values()), ids=list(BY_BUILD))
def test_photos_on_white_fit_into_the_picture(frame: Frame, shot: str) -> None:
    picture = _drawn(frame, shot)
    assert (picture.mode, picture.size) == ("RGB", (1600, 800))
    grey = picture.convert("L").point([255 if value < 200 else 0 for value in range(256)])
    box = grey.getbbox()
    assert box is not None
    assert box[0] > 8
    assert box[1] > 8
    assert box[2] < 1592
    assert box[3] < 792
    assert {picture.getpixel(corner) for corner in ((0, 0), (1599, 0), (0, 799))} == {(255, 255, 255)}


@pytest.mark.parametrize("shot", ["front-transparent", "front-white", "angle"])
def test_the_same_frame_gives_the_same_bytes(shot: str, capsys: pytest.CaptureFixture[str]) -> None:
    frame = BY_BUILD["browline"]
    started = process_time()
    first = _bytes(_drawn(frame, shot))
    taken = process_time() - started
    with capsys.disabled():
        sys.stdout.write(f" [{shot}: {taken:.2f} s of one core]")
    assert first == _bytes(_drawn(frame, shot))


def test_patterns_differ_between_frames_of_one_colour() -> None:
    havana = [frame for frame in table_frames() if frame.colours[0] == "havana" and frame.build == "acetate"][:2]
    looks = [look_of(frame, 0).acetate for frame in havana]
    assert looks[0].tones == looks[1].tones
    assert looks[0].paint().tobytes() != looks[1].paint().tobytes()


def test_crystal_lets_the_background_through_and_solid_acetate_does_not() -> None:
    def covered(colour: str) -> float:
        frame = next(frame for frame in table_frames() if colour in frame.colours and frame.build == "acetate")
        cut_out = draw(frame.measures, look_of(frame, frame.colours.index(colour)), "front-transparent")
        histogram = cut_out.getchannel("A").histogram()
        return sum(histogram[250:]) / sum(histogram[40:])

    assert covered("clear-crystal") < 0.05 < 0.2 < covered("black")


def test_horn_runs_in_streaks_along_the_frame() -> None:
    paint = Material("horn", ("#3a3938", "#8b8782"), "a seed").paint().convert("L")
    along, across = (mean_difference(paint, ImageChops.offset(paint, *step)) for step in ((24, 0), (0, 24)))
    assert along < 0.75 * across


def mean_difference(first: Image.Image, second: Image.Image) -> float:
    return float(ImageStat.Stat(ImageChops.difference(first, second)).mean[0])


def test_a_mirrored_lens_is_brighter_above_in_the_colour_it_reflects() -> None:
    disc = Image.new("L", (1600, 800))
    ImageDraw.Draw(disc).ellipse((400, 150, 900, 650), fill=255)
    plain, mirror = (lens_layer(disc, Tint("#24384f", 0.95, 0.9, colour)) for colour in (None, "#4f86b8"))
    assert mirror.getpixel((520, 250))[2] > plain.getpixel((520, 250))[2] + 40  # type: ignore[index]
    assert mirror.getpixel((10, 10))[3] == 0  # type: ignore[index]
