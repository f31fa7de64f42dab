from __future__ import annotations

from collections import Counter

import pytest

from examples.optician.frames import Frame, frames, table_frames

RIM_MM = {"acetate": (10, 22), "combination": (9, 21), "browline": (12, 21), "metal": (6, 18), "titanium": (6, 18)}


@pytest.fixture(scope="module")
def thousand() -> list[Frame]:
    return list(frames(1000))


def test_the_table_has_sixty_frames_in_eight_shapes_in_turn() -> None:
    shapes = [frame.measures.shape for frame in table_frames()]
    assert len(shapes) == 60
    assert len(set(shapes[:8])) == 8
    assert min(Counter(shapes).values()) >= 7


def test_measurements_are_plausible(thousand: list[Frame]) -> None:
    for frame in thousand:
        measures = frame.measures
        kids = frame.gender == "kids"
        low, high = RIM_MM[measures.build]
        beside = measures.frame_width - (2 * measures.lens_width + measures.bridge)
        assert low <= beside <= high, frame
        assert (38 if kids else 44) <= measures.lens_width <= 61, frame
        assert 13 <= measures.bridge <= 24, frame
        assert measures.temple in {125, 130, 135, 140, 145, 150}, frame
        assert 0.5 < measures.lens_height / measures.lens_width <= 1.0, frame
        assert 110 <= measures.frame_width <= 152, frame
        assert 9 <= frame.weight <= 40, frame


def test_every_colour_of_sunglasses_has_its_lens(thousand: list[Frame]) -> None:
    for frame in thousand:
        wanted = len(frame.colours) if frame.kind == "sunglasses" else 0
        assert len(frame.lenses) == wanted
        assert len(set(frame.colours)) == len(frame.colours) >= 2


def test_further_frames_begin_with_the_table_and_differ_from_it(thousand: list[Frame]) -> None:
    assert tuple(thousand[:60]) == table_frames()
    assert thousand[60].measures.shape == thousand[0].measures.shape
    assert thousand[60].name != thousand[0].name
    assert [frame.number for frame in thousand] == list(range(1000))


def test_names_and_slugs_are_unique_at_any_size() -> None:
    many = list(frames(10_000))
    assert len({frame.slug for frame in many}) == 10_000
    assert len({frame.name for frame in many}) == 10_000


def test_reduced_frames_were_dearer(thousand: list[Frame]) -> None:
    reduced = [frame for frame in thousand if frame.was]
    assert 5 <= sum(1 for frame in table_frames() if frame.was) <= 20
    assert all(frame.was and frame.was > frame.price > 60 for frame in reduced)


def test_a_shop_without_frames_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one"):
        list(frames(0))
