"""Photos as <picture> needs them, and the styles that stand behind them while they load."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from markupsafe import Markup

from storefront.imaging.models import ImageVariant, MediaFacts
from storefront.imaging.recipe import MAX_WIDTH_PX
from storefront.imaging.variants import folder_of, variants_of
from storefront.rendering.contract import Picture

_TYPES = {"avif": "image/avif", "webp": "image/webp", "jpeg": "image/jpeg", "png": "image/png"}
_DEFAULT_PX = 768  # what a browser without srcset gets
_BLURRED = 8  # photos on a page, at most, that have a blurred picture behind them
_SHARED_PX = 1024  # wide enough for a large card on social networks
_COLOUR = re.compile(r"#[0-9a-f]{6}")
_DATA_URI = re.compile(r"data:image/[a-z]+;base64,[A-Za-z0-9+/=]*")


def picture(file: MediaFacts, alt: str, prefix: str, widest_px: int = MAX_WIDTH_PX) -> Picture:
    """What a picture's place can't show is not offered: files above `widest_px` are left out."""
    return {**_without_words(file, prefix, widest_px), "alt": alt}


PhotoFiles = tuple[tuple[str, ...], tuple[int, ...], int, int, bool]


def photo_files(file: MediaFacts) -> tuple[str, PhotoFiles]:
    """For the search index: the photo's folder below /images/; and (endings, widths, width, height, has_alpha).

    Each ending, best format first, stands for a file of every width: "<folder>/<width>.<ending>".
    """
    return folder_of(file).removeprefix("/images/"), _files_of(file.width_px, file.height_px, file.has_alpha)


@lru_cache(maxsize=1_024)
def _files_of(width_px: int, height_px: int, has_alpha: bool) -> PhotoFiles:
    """What all photos of one size share."""
    formats = _by_format(MediaFacts("", width_px, height_px, "", has_alpha, "", "", 0))
    endings = tuple(variants[0].path.rpartition(".")[2] for _, variants in formats)
    largest = formats[-1][1][-1]
    widths = tuple(variant.width_px for variant in formats[-1][1])
    return endings, widths, largest.width_px, largest.height_px, has_alpha


def largest_url(file: MediaFacts, prefix: str) -> str:
    return prefix + fallback_variants(file)[-1].path


def shared_variant(file: MediaFacts) -> ImageVariant:
    """The file that networks show when a page is shared: the widest up to 1,024 px in the format everyone reads."""
    variants = fallback_variants(file)
    return next((one for one in reversed(variants) if one.width_px <= _SHARED_PX), variants[0])


@lru_cache(maxsize=8_192)
def _by_format(file: MediaFacts) -> list[tuple[str, list[ImageVariant]]]:
    """A photo's files, best format first and the one every browser shows last, each narrowest first."""
    return [(format_, list(files)) for format_, files in groupby(variants_of(file), key=lambda one: one.format)]


def fallback_variants(file: MediaFacts) -> list[ImageVariant]:
    """JPEG or PNG files of a photo, narrowest first."""
    return _by_format(file)[-1][1]


@lru_cache(maxsize=8_192)
def _without_words(file: MediaFacts, prefix: str, widest_px: int) -> Picture:
    """A picture without its alt text. Shared: callers copy it."""
    *better, (_, fallback) = _by_format(file)
    default = next((one for one in fallback if one.width_px >= _DEFAULT_PX), fallback[-1])
    return {
        "sources": [
            {"type": _TYPES[format_], "srcset": _srcset(variants, prefix, widest_px)} for format_, variants in better
        ],
        "src": prefix + default.path,
        "srcset": _srcset(fallback, prefix, widest_px),
        "width": fallback[-1].width_px,
        "height": fallback[-1].height_px,
        "alt": "",
        "placeholder_class": placeholder_class(file),
        "has_alpha": file.has_alpha,
    }


def _srcset(variants: list[ImageVariant], prefix: str, widest_px: int) -> str:
    narrow = [one for one in variants if one.width_px <= widest_px] or variants[:1]
    return ", ".join(f"{prefix}{variant.path} {variant.width_px}w" for variant in narrow)


def placeholder_class(file: MediaFacts) -> str:
    """ "ph-1a2b3c4d"; none for a transparent photo, which would let its placeholder show through for good."""
    return "" if file.has_alpha else f"ph-{file.source_digest[:8]}"


def placeholder_styles(files: Iterable[MediaFacts]) -> Markup:
    """One rule for each photo: its colour, and its blurred picture for those that the first screen may show.

    Those below are loaded before they are scrolled to; thirty blurred pictures kept Chromium's first paint back by a
    second. The same photos in the same order give the same text.
    """
    seen = [file for file in dict.fromkeys(files) if not file.has_alpha]
    rules = {placeholder_class(file): _rule(file, is_blurred=place < _BLURRED) for place, file in enumerate(seen)}
    return Markup("".join(f".{name}{{{rules[name]}}}" for name in sorted(rules)))  # noqa: S704  # parts are checked


@lru_cache(maxsize=8_192)
def _rule(file: MediaFacts, is_blurred: bool) -> str:
    """Facts come from our decoder, but a style sheet is no place to trust: what looks otherwise is left out."""
    colour = file.dominant_colour if _COLOUR.fullmatch(file.dominant_colour) else ""
    image = (
        f'url("{file.placeholder}") 0 0/100% 100% no-repeat'
        if is_blurred and _DATA_URI.fullmatch(file.placeholder)
        else ""
    )
    return f"background:{colour} {image}".strip() if colour or image else ""
