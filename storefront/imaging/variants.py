"""Which files are made of a photo, and under which addresses: known before anything is encoded."""

from __future__ import annotations

from storefront.imaging.cards import CARD_PX
from storefront.imaging.models import ImageVariant, MediaFacts
from storefront.imaging.recipe import ALPHA_FORMATS, MAX_WIDTH_PX, OPAQUE_FORMATS, RECIPE, RECIPE_VERSION, WIDTHS_PX
from storefront.tenancy.scope import TenantScope

__all__ = ["RECIPE_VERSION", "card_of", "image_key", "stand_in_key", "variants_of", "widths_of"]

_DIGEST_CHARACTERS = 20  # 80 bits: enough that no two photos of a store share an address


def widths_of(width_px: int) -> list[int]:
    """Widths made of a photo so wide, ascending: the usual ones below its own, and its own up to 1,920; never wider."""
    own = min(width_px, MAX_WIDTH_PX)
    return [width for width in WIDTHS_PX if width < own] + [own]


def variants_of(facts: MediaFacts) -> list[ImageVariant]:
    """All files wanted of a photo: by format, best first, and within a format by width, ascending."""
    formats = ALPHA_FORMATS if facts.has_alpha else OPAQUE_FORMATS
    return [
        ImageVariant(
            source_digest=facts.source_digest,
            width_px=width,
            height_px=_height_at(width, facts),
            format=format_,
            path=f"{folder_of(facts)}/{width}.{RECIPE[format_].extension}",
        )
        for format_ in formats
        for width in widths_of(facts.width_px)
    ]


def card_of(facts: MediaFacts, ground: str) -> ImageVariant:
    """The photo on a card for networks, on a ground such as "#f4f1ea" where it has none of its own."""
    path = f"{folder_of(facts)}/card-{ground.removeprefix('#')}.{RECIPE['jpeg'].extension}"
    return ImageVariant(facts.source_digest, *CARD_PX, "jpeg", path, ground)


def folder_of(facts: MediaFacts) -> str:
    """Where all files of a photo are."""
    return f"/images/{facts.source_digest[:_DIGEST_CHARACTERS]}/r{RECIPE_VERSION}"


def image_key(scope: TenantScope, path: str) -> str:
    """Object key of the file at an image's path ("/images/ab12…/r1/768.avif")."""
    return scope.key(*path.strip("/").split("/"))


def stand_in_key(scope: TenantScope, variant: ImageVariant) -> str:
    """Object key of the picture shown in place of a file that could not be made: one per size and format."""
    name = f"{variant.width_px}x{variant.height_px}.{RECIPE[variant.format].extension}"
    return scope.key("images", "stand-in", f"r{RECIPE_VERSION}", name)


def _height_at(width_px: int, facts: MediaFacts) -> int:
    """Height in proportion, rounded half up in whole numbers, at least one pixel."""
    return max(1, (2 * facts.height_px * width_px + facts.width_px) // (2 * facts.width_px))
