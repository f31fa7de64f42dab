"""How complete a product is, from 0 to 1, and what would make it better."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from storefront.catalogue.models import FrameSize, Product
from storefront.catalogue.normalising import plain_text

_TELLING_DESCRIPTION = 60  # characters; below it a page says nothing a listing doesn't


@dataclass(frozen=True, slots=True)
class Finding:
    field: str
    reason: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Quality:
    score: float  # 0 to 1, two decimals
    findings: list[Finding]


@dataclass(frozen=True, slots=True)
class _Check:
    """One thing a good product tells; `weight` is its share among the checks that apply."""

    weight: int
    passes: Callable[[Product], bool]
    finding: Finding
    frames_only: bool = False


def assess(product: Product) -> Quality:
    """The share of what applies to this kind of product that it tells; measurements count for frames only."""
    is_frame = product.kind in {"glasses", "sunglasses"}
    checks = [check for check in _CHECKS if is_frame or not check.frames_only]
    missed = [check for check in checks if not check.passes(product)]
    whole = sum(check.weight for check in checks)
    score = (whole - sum(check.weight for check in missed)) / whole
    return Quality(round(score, 2), [check.finding for check in missed])


def _size_told(product: Product) -> bool:
    sizes = [product.size, *(variant.size for variant in product.variants)]
    return any(size is not None and _marked(size) for size in sizes)


def _marked(size: FrameSize) -> bool:
    return None not in (size.lens_width_mm, size.bridge_mm, size.temple_mm)


def _identified(product: Product) -> bool:
    return bool(product.gtin or product.mpn or any(variant.gtin or variant.sku for variant in product.variants))


_CHECKS = (
    _Check(
        25,
        lambda product: bool(product.media),
        Finding("media", "There is no photo.", "Add a front view of at least 1,000 pixels."),
    ),
    _Check(
        15,
        lambda product: len(plain_text(product.description)) >= _TELLING_DESCRIPTION,
        Finding("description", "The description says little.", "Describe fit, material and look in two sentences."),
    ),
    _Check(10, lambda product: bool(product.brand_id), Finding("brand_id", "There is no brand.", "Name the brand.")),
    _Check(
        10,
        lambda product: bool(product.category_ids),
        Finding("category_ids", "It is in no category.", "Put it into a category."),
    ),
    _Check(
        10,
        _identified,
        Finding("gtin", "Nothing identifies it to search engines.", "Add a GTIN, a manufacturer's number or a SKU."),
    ),
    _Check(
        15,
        _size_told,
        Finding("size", "The size is incomplete.", "Give lens width, bridge and temple in millimetres."),
        frames_only=True,
    ),
    _Check(
        5,
        lambda product: product.shape is not None,
        Finding("shape", "The frame's shape isn't told.", "Choose a shape, such as round or square."),
        frames_only=True,
    ),
    _Check(
        5,
        lambda product: product.material is not None,
        Finding("material", "The material isn't told.", "Name the material, such as acetate or titanium."),
        frames_only=True,
    ),
    _Check(
        5,
        lambda product: any(variant.colour for variant in product.variants),
        Finding("colour", "No colour is told.", "Give each variant its colour."),
        frames_only=True,
    ),
)
