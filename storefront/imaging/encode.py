"""A picture's bytes in one format. For the decoder process only: importing this changes Pillow's registry.

pillow-avif-plugin takes AVIF over for the whole process when it is imported, reading and writing. Both encoders get
names of their own here and AVIF is given back to Pillow: the recipe says which one works, not who came last.
"""

from __future__ import annotations

from io import BytesIO

from PIL import AvifImagePlugin as PillowAvif
from PIL import Image
from pillow_avif import AvifImagePlugin as PluginAvif

from storefront.imaging.models import Format
from storefront.imaging.recipe import PILLOW_AVIF, PLUGIN_AVIF, RECIPE

Image.init()
Image.register_save(PLUGIN_AVIF, PluginAvif._save)
if PillowAvif.SUPPORTED:
    Image.register_save(PILLOW_AVIF, PillowAvif._save)
    Image.register_save(PillowAvif.AvifImageFile.format, PillowAvif._save)
    Image.register_open(PillowAvif.AvifImageFile.format, PillowAvif.AvifImageFile, PillowAvif._accept)

# Decoding threads reserve address space, which is limited here; the recipe says the same for encoding.
PillowAvif.DEFAULT_MAX_THREADS = PluginAvif.DEFAULT_MAX_THREADS = 1


def encode(picture: Image.Image, format_: Format, *, encoder: str | None = None) -> bytes:
    """The picture (RGB or RGBA, sRGB, without metadata) as a file of the format, by the recipe's first encoder here."""
    recipe = RECIPE[format_]
    name = encoder or next(name for name in recipe.encoders if name in Image.SAVE)
    target = BytesIO()
    picture.save(target, name, **recipe.settings)
    return target.getvalue()
