from __future__ import annotations

import pytest

from examples.optician.frames import frames, table_frames
from examples.optician.photos import Shelf, drawing_version, drawings, wishes


@pytest.mark.parametrize(("products", "photos"), [(60, 180), (60, 7), (60, 61), (10, 0), (200, 333)])
def test_as_many_photos_as_asked_for(products: int, photos: int) -> None:
    sources = [drawing.photo.source for drawing in drawings(products, photos)]
    assert len(sources) == photos
    assert len(set(sources)) == photos


def test_no_more_than_there_can_be() -> None:
    possible = sum(3 * len(frame.colours) for frame in frames(5))
    assert len(list(drawings(5, 10_000))) == possible


def test_the_first_colour_is_shown_from_the_front_and_at_an_angle_first() -> None:
    for frame in table_frames():
        first, second, *_ = wishes(frame)
        assert (first.colour_number, first.photo.shot) == (0, "front-white")
        assert (second.colour_number, second.photo.shot) == (0, "angle")


def test_the_standard_sample_has_cut_outs_and_second_colours() -> None:
    shots = [(drawing.colour_number, drawing.photo.shot) for drawing in drawings(60, 180)]
    assert shots.count((0, "front-transparent")) == 30
    assert shots.count((1, "front-white")) == 30


def test_those_without_a_photo_borrow_from_their_like() -> None:
    shelf = Shelf(1000, 60)
    lenders = list(frames(1000))
    for frame in lenders[:60]:
        shelf.lend_out(frame, shelf.own(frame)[0].photo)
    shapes = {wishes(frame)[0].photo.source: frame.measures.shape for frame in lenders[:60]}
    borrowed = [(frame, shelf.borrowed(frame)) for frame in lenders[60:]]
    assert all(shapes[photos[0].source] == frame.measures.shape for frame, photos in borrowed)
    assert len({photos[0].source for _, photos in borrowed}) > 40


def test_where_nothing_is_drawn_nothing_is_borrowed() -> None:
    assert Shelf(10, 0).borrowed(table_frames()[0]) == []


def test_a_files_name_follows_what_is_drawn() -> None:
    frame = table_frames()[0]
    names = {drawing.photo.source.rsplit("-", 1)[1] for drawing in wishes(frame)}
    assert len(names) == len(wishes(frame))
    assert len(drawing_version()) == 64
