"""Where a point in space lands on the photo.

Space is in millimetres: x to the viewer's right, y up, z towards the viewer, the frame's front in the plane z = 0 with
its middle at the origin. Photos are 1,600 by 800 pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

Point3 = tuple[float, float, float]
Pixel = tuple[float, float]

PHOTO_SIZE = (1600, 800)
FRONT_PIXELS_PER_MM = 10.0  # every front view: 160 mm across the photo


@dataclass(frozen=True, slots=True)
class Camera:
    """Turned by yaw (degrees, the frame's right temple comes into view) and looking down by pitch."""

    yaw: float = 0.0
    pitch: float = 0.0
    distance_mm: float = 1500.0
    pixels_per_mm: float = FRONT_PIXELS_PER_MM
    centre: Pixel = (800.0, 400.0)
    wrap_radius_mm: float | None = None  # how strongly the front curves around the face; None is flat

    def turned(self, point: Point3) -> Point3:
        """The point, or a direction, as the camera sees it before perspective."""
        x, y, z = point
        yaw, pitch = radians(self.yaw), radians(self.pitch)
        x, z = x * cos(yaw) - z * sin(yaw), x * sin(yaw) + z * cos(yaw)
        return x, y * cos(pitch) - z * sin(pitch), z * cos(pitch) + y * sin(pitch)

    def project(self, point: Point3) -> Pixel:
        x, y, z = self.turned(self._wrapped(point))
        scale = self.pixels_per_mm * self.distance_mm / (self.distance_mm - z)
        return self.centre[0] + x * scale, self.centre[1] - y * scale

    def _wrapped(self, point: Point3) -> Point3:
        if self.wrap_radius_mm is None:
            return point
        x, y, z = point
        return x, y, z - x * x / (2 * self.wrap_radius_mm)
