from __future__ import annotations

import pytest

from storefront.catalogue.models import FrameSize
from storefront.catalogue.sizes import parse_marking
from storefront.fitting.sizes import WIDTH_CLASSES, Measures, distance_mm, marking, width_class, width_classes


def size(lens: float | None = None, bridge: float | None = None, temple: float | None = None) -> FrameSize:
    return FrameSize(lens_width_mm=lens, bridge_mm=bridge, temple_mm=temple)


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
        ((52, 18, 145), (52, 18, 145), 0),
        ((52, 18, 145), (54, 17, 140), 2 + 1 + 5 / 2),
        ((52, 18, None), (50, 18, 140), 2),
        ((52, None, None), (50, None, None), None),
        ((52, 18, None), (None, 18, None), None),
    ],
)
def test_distances(one: Measures, other: Measures, distance: float | None) -> None:
    assert distance_mm(one, other) == distance
    assert distance_mm(other, one) == distance


def test_a_shop_draws_its_own_lines() -> None:
    assert [(one.key, one.from_mm, one.below_mm) for one in width_classes((130.0, 140.0))] == [
        ("narrow", None, 130),
        ("medium", 130, 140),
        ("wide", 140, None),
    ]
    assert [one.key for one in width_classes((130.0, 135.0, 140.0))] == ["narrow", "medium", "wide", "extra_wide"]
    assert len(width_classes((125.0, 130.0, 135.0, 140.0))) == 5
