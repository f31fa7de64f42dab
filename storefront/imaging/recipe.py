"""Which files are made of a photo and how they are encoded: the one table.

Measured with Pillow 13.0 and pillow-avif-plugin 1.6 on photographs of 1,600 px, one thread (CPU seconds, bytes, PSNR):

    AVIF q60 speed 9   0.08 s   154 kB  35.6 dB   a tenth of speed 6's time for 15 % more bytes
    AVIF q60 speed 6   0.77 s   134 kB  36.1 dB
    WebP q80 method 2  0.06 s   195 kB  36.2 dB   half of method 4's time for 3 % more bytes
    WebP q80 method 4  0.13 s   189 kB  36.5 dB
    JPEG q80           0.02 s   258 kB  36.3 dB

AVIF of six pictures of each kind at 320, 768 and 1,600 px (CPU seconds and bytes a picture, PSNR at 1,600 px):

    transparent drawings   speed 9  0.07 s   67 kB  48.7 dB   speed 8  0.17 s   42 kB  49.8 dB
    drawings on white      speed 9  0.04 s   37 kB  45.8 dB   speed 8  0.11 s   25 kB  46.6 dB
    photographs            speed 9  0.12 s  173 kB  41.0 dB   speed 8  0.33 s  162 kB  41.0 dB

Speed 8 saves a third on flat grounds, but takes more than twice the time on every kind: all pictures keep speed 9.

Pillow's own AVIF and pillow-avif-plugin hold the same libavif 1.4.2 with libaom 3.14.1: at equal settings their files
were the same byte for byte (a scene and a transparent frame compared; on the photographs size and PSNR). The plugin's
only grow (182 kB for 154 kB) where the source has EXIF or XMP, which the plugin copies into the file unasked. So
Pillow's is the default, and the plugin stands in where Pillow was built without AVIF.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from storefront.imaging.models import Format

# Part of every image's address. Raise it whenever a change here or in the encoding gives other pictures.
RECIPE_VERSION = 1

WIDTHS_PX = (320, 768, 1024, 1920)
MAX_WIDTH_PX = WIDTHS_PX[-1]

PILLOW_AVIF = "AVIF-PILLOW"
PLUGIN_AVIF = "AVIF-PLUGIN"


@dataclass(frozen=True, slots=True)
class FormatRecipe:
    """How one format is made: the encoders that may make it, the preferred one first, and the settings they get."""

    extension: str
    content_type: str
    encoders: tuple[str, ...]
    settings: Mapping[str, object] = field(default_factory=dict)


RECIPE: Mapping[Format, FormatRecipe] = MappingProxyType(
    {
        # One thread: a worker per core keeps the cores busy, and threads reserve address space that is limited.
        "avif": FormatRecipe(
            "avif",
            "image/avif",
            (PILLOW_AVIF, PLUGIN_AVIF),
            {"quality": 60, "speed": 9, "codec": "aom", "subsampling": "4:2:0", "max_threads": 1},
        ),
        "webp": FormatRecipe("webp", "image/webp", ("WEBP",), {"quality": 80, "method": 2}),
        "jpeg": FormatRecipe(
            "jpg",
            "image/jpeg",
            ("JPEG",),
            {"quality": 80, "progressive": True, "optimize": True, "subsampling": "4:2:0"},
        ),
        "png": FormatRecipe("png", "image/png", ("PNG",), {"compress_level": 6}),
    }
)

# A page offers them in this order; the last one is what every browser can show.
OPAQUE_FORMATS: tuple[Format, ...] = ("avif", "webp", "jpeg")
ALPHA_FORMATS: tuple[Format, ...] = ("avif", "webp", "png")
