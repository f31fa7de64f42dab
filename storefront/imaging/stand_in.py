"""The picture shown where a photo's file could not be made: a pair of glasses in outline on a pale ground."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

from storefront.imaging.encode import encode
from storefront.imaging.renditions import Wanted

_GROUND = "#f1f2f4"
_LINE = "#b4b9c2"


def stand_ins(wanted: Sequence[Wanted]) -> list[bytes]:
    """The picture in every size and format asked for; the same bytes every time."""
    return [encode(_drawn(one[0], one[1]), one[2]) for one in wanted]


def _drawn(width: int, height: int) -> Image.Image:
    picture = Image.new("RGB", (width, height), _GROUND)
    pen = ImageDraw.Draw(picture)
    unit = min(width, height * 2) / 24
    line = max(1, round(unit / 2))
    middle_x, middle_y, radius = width / 2, height / 2, 3 * unit
    for side in (-1, 1):
        x = middle_x + side * 4 * unit
        pen.ellipse((x - radius, middle_y - radius, x + radius, middle_y + radius), outline=_LINE, width=line)
        pen.line((x + side * radius, middle_y, x + side * 5 * unit, middle_y - unit), fill=_LINE, width=line)
    pen.arc((middle_x - unit, middle_y - unit, middle_x + unit, middle_y + unit), 180, 360, fill=_LINE, width=line)
    return picture
