"""Photos drawn for tests: the same bytes every time, and none of them anybody's."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

from PIL import ExifTags, Image, ImageDraw

from storefront.imaging.models import Format, ImageVariant, MediaFacts

BROWN = (122, 74, 32)
GPS = ExifTags.IFD.GPSInfo


def frame(width: int = 640, height: int = 320, *, ground: str | None = "white") -> Image.Image:
    """A pair of glasses seen from the front; on nothing at all when `ground` is None."""
    picture = Image.new("RGBA", (width, height), ground or (0, 0, 0, 0))
    pen = ImageDraw.Draw(picture)
    rim = max(1, width // 24)
    for left in (0.06, 0.54):
        box = (width * left, height * 0.15, width * (left + 0.4), height * 0.85)
        pen.ellipse(box, outline=BROWN, width=rim)
    pen.line((width * 0.46, height / 2, width * 0.54, height / 2), fill=BROWN, width=rim)
    return picture if ground is None else picture.convert("RGB")


def scene(width: int = 640, height: int = 480) -> Image.Image:
    """Something with a colour of its own at every place: red grows to the right, green downwards, with fine detail."""
    red = Image.linear_gradient("L").rotate(90).resize((width, height))
    green = Image.linear_gradient("L").resize((width, height))
    blue = Image.radial_gradient("L").resize((width, height))
    picture = Image.merge("RGB", (red, green, blue))
    pen = ImageDraw.Draw(picture)
    for step in range(0, max(width, height), 12):
        pen.line((step, 0, 0, step), fill=(step % 256, 90, 160))
    return picture


def quarters(width: int = 120, height: int = 80) -> Image.Image:
    """Upright when red is top left, green top right, blue bottom left and white bottom right."""
    picture = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, width // 2 - 1, height // 2 - 1), fill=(255, 0, 0))
    pen.rectangle((width // 2, 0, width, height // 2 - 1), fill=(0, 255, 0))
    pen.rectangle((0, height // 2, width // 2 - 1, height), fill=(0, 0, 255))
    return picture


def saved(picture: Image.Image, format_: str = "JPEG", **settings: object) -> bytes:
    target = BytesIO()
    picture.save(target, format_, **settings)
    return target.getvalue()


def exif(*, orientation: int = 1, place: bool = False) -> Image.Exif:
    """What a camera notes: how it was held, a serial number, and the place where asked for."""
    noted = Image.Exif()
    noted[ExifTags.Base.Orientation] = orientation
    noted[ExifTags.Base.BodySerialNumber] = "SERIAL-0042"
    if place:
        noted.get_ifd(GPS)[ExifTags.GPS.GPSLatitude] = (52.0, 31.0, 12.0)
    return noted


def one_bit_png(width: int, height: int) -> bytes:
    """A PNG of so many black pixels that is small as a file, put together by hand so that drawing it costs nothing."""
    row = b"\0" + bytes((width + 7) // 8)
    packer = zlib.compressobj(9)
    data = b"".join([packer.compress(row) for _ in range(height)]) + packer.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def png_16_bit(value: int, *, colour_type: int = 0, width: int = 40, height: int = 30) -> bytes:
    """A PNG with 16 bits a channel, every channel of every pixel `value`; colour type 0 is grey, 2 is colour."""
    channels = {0: 1, 2: 3, 4: 2, 6: 4}[colour_type]
    row = b"\0" + struct.pack(">H", value) * channels * width
    header = struct.pack(">IIBBBBB", width, height, 16, colour_type, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(row * height))
        + _chunk(b"IEND", b"")
    )


def facts(width: int = 640, height: int = 480, *, digest: str = "ab" * 32, has_alpha: bool = False) -> MediaFacts:
    return MediaFacts(
        source_digest=digest,
        width_px=width,
        height_px=height,
        source_format="JPEG",
        has_alpha=has_alpha,
        dominant_colour="#7a4a20",
        placeholder="data:image/webp;base64,UklGRg==",
        size_bytes=1000,
    )


def variant(width: int = 32, height: int = 24, format_: Format = "webp", digest: str = "ab" * 32) -> ImageVariant:
    return ImageVariant(digest, width, height, format_, f"/images/{digest[:20]}/r1/{width}.{format_}")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
