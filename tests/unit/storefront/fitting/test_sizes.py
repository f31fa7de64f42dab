from __future__ import annotations

import pytest

from storefront.catalogue.models import FrameSize
from storefront.fitting.sizes import (
    WIDTH_CLASSES,
    distance_mm,
    frame_pd_mm,
    marking,
    nearest,
    parse_marking,
    width_class,
)


def size(lens: float | None = None, bridge: float | None = None, temple: float | None = None) -> FrameSize:
    return FrameSize(lens_width_mm=lens, bridge_mm=bridge, temple_mm=temple)


@pytest.mark.parametrize("text", ["52□18-145", "52-18-145", "52/18/145", "52 18 145", " 52 □ 18 – 145 mm "])
def test_a_marking_as_people_write_it(text: str) -> None:
    assert parse_marking(text) == size(52, 18, 145)


def test_a_marking_without_a_temple() -> None:
    assert parse_marking("52□18") == size(52, 18)


@pytest.mark.parametrize("text", ["", "52", "2024-01-02", "152-18-145", "round", "18-52-145"])
def test_what_is_no_marking(text: str) -> None:
    assert parse_marking(text) is None


@pytest.mark.parametrize(
    ("measures", "text"),
    [((52, 18, 145), "52□18-145"), ((52.5, 18, None), "52.5□18"), ((52, None, 145), None), ((None, 18, 145), None)],
)
def test_how_a_size_is_stamped(measures: tuple[float | None, ...], text: str | None) -> None:
    assert marking(size(*measures)) == text


def test_stamped_and_read_again() -> None:
    for lens in range(40, 62):
        told = size(lens, 18.5, 140)
        assert parse_marking(marking(told) or "") == told


def test_frame_pd_is_lens_and_bridge() -> None:
    assert frame_pd_mm(size(52, 18, 145)) == 70
    assert frame_pd_mm(size(52, None)) is None
    assert frame_pd_mm(size(None, 18)) is None


@pytest.mark.parametrize(
    ("width", "key"),
    [
        (100, "extra_narrow"),
        (124.9, "extra_narrow"),
        (125, "narrow"),
        (130, "medium"),
        (135, "wide"),
        (139.9, "wide"),
        (140, "extra_wide"),
        (160, "extra_wide"),
    ],
)
def test_width_classes(width: float, key: str) -> None:
    found = width_class(width)
    assert found is not None
    assert found.key == key


def test_every_width_has_one_class_and_an_unknown_none() -> None:
    for tenths in range(900, 1700):
        assert sum(one.holds(tenths / 10) for one in WIDTH_CLASSES) == 1
    assert width_class(None) is None
    assert width_class(130, classes=[]) is None


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        (size(52, 18, 145), size(52, 18, 145), 0),
        (size(52, 18, 145), size(54, 17, 140), 2 + 1 + 5 / 2),
        (size(52, 18), size(50, 18, 140), 2),
        (size(52), size(50), None),
        (size(52, 18), size(None, 18), None),
    ],
)
def test_distances(one: FrameSize, other: FrameSize, distance: float | None) -> None:
    assert distance_mm(one, other) == distance
    assert distance_mm(other, one) == distance


def test_the_nearest_sizes_in_order() -> None:
    frames = [("far", size(60, 18)), ("unknown", size(52)), ("near", size(53, 18)), ("also near", size(51, 18))]
    assert nearest(size(52, 18, 145), frames, 2) == [("near", 1), ("also near", 1)]
