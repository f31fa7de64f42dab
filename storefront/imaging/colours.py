"""Any picture Pillow can open to sRGB with 8 bits a channel: RGB, or RGBA where something shows through."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageCms

# Larger than the profiles of printers (2.6 MB at most); what exceeds it carries something else.
MAX_PROFILE_BYTES = 4_000_000
_MODES_OF_SPACE = {"RGB": "RGB", "GRAY": "L", "CMYK": "CMYK"}


def in_srgb(image: Image.Image) -> Image.Image:
    """A picture of the same pixels in sRGB, without metadata. Transparency is kept only where it is used."""
    profile = image.info.get("icc_profile")
    image = _eight_bit(image)
    alpha = _alpha(image)
    picture = _managed(image, profile) if profile else None
    if picture is None:
        picture = image.convert("RGB")  # also a copy: the source's metadata stays behind
    if alpha is not None:
        picture.putalpha(alpha)
    picture.info.clear()
    return picture


def _eight_bit(image: Image.Image) -> Image.Image:
    """16-bit grey to 8 bits; a plain conversion would cut off at 255 instead of scaling. 16-bit colour comes as 8."""
    if image.mode.startswith("I;16"):
        image = image.convert("I")
    if image.mode == "I":
        return image.point(lambda value: value / 257 + 0.5).convert("L")
    return image


def _alpha(image: Image.Image) -> Image.Image | None:
    """The transparency as a channel of its own; None where there is none or every pixel is solid."""
    if not image.has_transparency_data:
        return None
    alpha = (image if image.mode in ("RGBA", "LA") else image.convert("RGBA")).getchannel("A")
    lowest, _ = alpha.getextrema()
    return None if lowest == 255 else alpha


def _managed(image: Image.Image, profile: bytes) -> Image.Image | None:
    """The colours by the profile the photo brings; None where it needs none or the profile is of no use."""
    if len(profile) > MAX_PROFILE_BYTES:
        return None
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(source).lower():
            return None
        mode = _MODES_OF_SPACE.get(source.profile.xcolor_space.strip())
        if mode is None or (mode == "CMYK") != (image.mode == "CMYK"):
            return None
        return ImageCms.profileToProfile(
            image.convert(mode),
            source,
            ImageCms.createProfile("sRGB"),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
            outputMode="RGB",
            flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None  # a damaged profile: take the numbers as they are
