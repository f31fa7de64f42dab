"""Which files are made of a photo and how they are encoded: the one table.

Measured with Pillow 13.0 and pillow-avif-plugin 1.6 on photographs of 1,600 px, one thread (CPU seconds, bytes, PSNR):

    AVIF q60 speed 9   0.08 s   154 kB  35.6 dB   a tenth of speed 6's time for 15 % more bytes
    AVIF q60 speed 6   0.77 s   134 kB  36.1 dB
    WebP q80 method 2  0.06 s   195 kB  36.2 dB   half of method 4's time for 3 % more bytes
    WebP q80 method 4  0.13 s   189 kB  36.5 dB
    JPEG q80           0.02 s   258 kB  36.3 dB

On drawings with flat grounds AVIF's speed 8 makes 12 kB of what speed 9 makes 54 kB (0.08 s and 0.09 s; WebP 15 kB); on
photographs it takes three times as long for 5 % less. One table for all pictures keeps speed 9.

Pillow's own AVIF and pillow-avif-plugin hold the same libavif 1.4.2 with libaom 3.14.1: at equal settings their files
are the same byte for byte (35.57 dB at q60 from both). The plugin's only grow (182 kB for 154 kB) where the source has
EXIF or XMP, which the plugin copies into the file unasked. So Pillow's is the default, and the plugin stands in where
Pillow was built without AVIF.
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
