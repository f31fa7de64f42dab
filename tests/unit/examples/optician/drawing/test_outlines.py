from __future__ import annotations

from math import hypot, pi

import pytest

from examples.optician.drawing.outlines import FORMS, bounds, contains, grown, lens_outline, mirrored, stroke


def _area(outline: list[tuple[float, float]]) -> float:
    pairs = zip(outline, outline[1:] + outline[:1], strict=True)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs) / 2


@pytest.mark.parametrize("shape", sorted(FORMS))
def test_a_lens_fills_its_box_exactly(shape: str) -> None:
    left, bottom, right, top = bounds(lens_outline(shape, 52.0, 38.0))
    assert right - left == pytest.approx(52.0)
    assert top - bottom == pytest.approx(38.0)
    assert left + right == pytest.approx(0.0)


def test_a_round_lens_is_nearly_a_circle() -> None:
    radii = [hypot(x, y) for x, y in lens_outline("round", 48.0, 48.0)]
    assert min(radii) > 23.9
    assert max(radii) < 24.5


def test_shapes_differ_in_how_much_of_their_box_they_fill() -> None:
    filled = {shape: _area(lens_outline(shape, 50.0, 40.0)) / 2000.0 for shape in FORMS}
    assert filled["round"] == pytest.approx(pi / 4, abs=0.01)
    assert filled["aviator"] < filled["panto"] < filled["rectangle"]
    assert all(0.7 < share < 0.95 for share in filled.values())


@pytest.mark.parametrize("shape", sorted(FORMS))
def test_outlines_run_anticlockwise_mirrored_ones_too(shape: str) -> None:
    lens = lens_outline(shape, 50.0, 40.0)
    assert _area(lens) > 0
    assert _area(mirrored(lens)) == pytest.approx(_area(lens))


def test_growing_moves_each_side_by_its_own_amount() -> None:
    left, bottom, right, top = bounds(grown(lens_outline("round", 40.0, 40.0), 5.0, 3.0, 1.0))
    assert (right, -left) == (pytest.approx(23.0, abs=0.05), pytest.approx(23.0, abs=0.05))
    assert (top, -bottom) == (pytest.approx(25.0, abs=0.05), pytest.approx(21.0, abs=0.05))


def test_contains_tells_inside_from_outside() -> None:
    square = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)]
    assert contains(square, (1.0, 3.9))
    assert not contains(square, (4.1, 2.0))
    assert not contains(square, (2.0, -0.1))


def test_a_stroke_is_as_thick_as_asked() -> None:
    wire = stroke([(0.0, 0.0), (5.0, 0.0), (10.0, 0.0)], 0.8)
    assert bounds(wire) == pytest.approx((0.0, -0.4, 10.0, 0.4))
    assert _area(wire) == pytest.approx(8.0)
