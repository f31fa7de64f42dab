from __future__ import annotations

import pytest

from examples.optician.drawing.camera import Camera
from examples.optician.drawing.surfaces import brightness, faces_camera
from examples.optician.drawing.temples import Quad


def test_the_front_plane_is_ten_pixels_a_millimetre_at_any_distance() -> None:
    for distance in (400.0, 720.0, 1500.0):
        camera = Camera(distance_mm=distance)
        left, right = camera.project((-70.0, 5.0, 0.0)), camera.project((70.0, 5.0, 0.0))
        assert right[0] - left[0] == pytest.approx(1400.0)
        assert left[1] == pytest.approx(350.0)


def test_what_is_further_away_is_smaller() -> None:
    camera = Camera(distance_mm=500.0)
    assert camera.project((50.0, 0.0, -100.0))[0] - 800 == pytest.approx(500 * 500 / 600)


def test_yaw_brings_what_is_behind_to_the_right_and_pitch_brings_it_up() -> None:
    assert Camera(yaw=30.0).project((0.0, 0.0, -100.0))[0] > 1200
    assert Camera(pitch=20.0).project((0.0, 0.0, -100.0))[1] < 200


def test_wrapping_takes_the_sides_back() -> None:
    flat, wrapped = Camera(yaw=30.0), Camera(yaw=30.0, wrap_radius_mm=300.0)
    assert wrapped.project((0.0, 0.0, 0.0)) == flat.project((0.0, 0.0, 0.0))
    assert wrapped.project((60.0, 0.0, 0.0))[0] > flat.project((60.0, 0.0, 0.0))[0]


def test_only_surfaces_towards_the_eye_are_seen() -> None:
    corners = ((60.0, 0.0, 0.0), (60.0, 1.0, 0.0), (60.0, 1.0, -9.0), (60.0, 0.0, -9.0))
    outside, inside = Quad(corners, (1.0, 0.0, 0.0)), Quad(corners, (-1.0, 0.0, 0.0))
    assert faces_camera(outside, Camera(yaw=33.0))
    assert not faces_camera(inside, Camera(yaw=33.0))
    assert faces_camera(inside, Camera(distance_mm=700.0))  # from the front one sees the inner sides


def test_what_faces_up_is_brighter_than_what_faces_down() -> None:
    camera = Camera(yaw=33.0, pitch=15.0)
    assert brightness((0.0, 1.0, 0.0), camera) > 0.7 > brightness((0.0, -1.0, 0.0), camera)
