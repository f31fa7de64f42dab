"""A frame as a product of the catalogue: variants with their codes, prices and stock, texts, reviews, photos."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from examples.optician import copywriting
from examples.optician.chance import between
from examples.optician.codes import gtin13, sku
from examples.optician.frames import Frame
from examples.optician.palette import colour_of, lens_names
from examples.optician.photos import Photo
from examples.optician.reviews import reviews_of
from storefront.catalogue.models import FrameSize, Media, Product, ProductTexts, Variant

MATERIALS = {"combination": "mixed", "browline": "mixed"}  # other builds are their material
OUT_OF_STOCK_OF_TEN = 1


def product_of(frame: Frame, photos: Sequence[Photo]) -> Product:
    """The frame with the photos it shows: its own, or ones it shares with its like."""
    variants = [_variant(frame, number, photos) for number in range(len(frame.colours))]
    return Product(
        id=f"frame-{frame.number + 1:05d}",
        slug=frame.slug,
        name=frame.name,
        brand_id=frame.house,
        category_ids=_categories(frame),
        kind=frame.kind,
        summary=copywriting.summary(frame, "en"),
        description=copywriting.description(frame, "en"),
        translations={"es": _spanish(frame)},
        price=Decimal(frame.price),
        compare_at_price=Decimal(frame.was) if frame.was else None,
        currency="EUR",
        shape=frame.measures.shape,
        material=MATERIALS.get(frame.build, frame.build),
        rim="full",
        gender=frame.gender,
        polarised=frame.polarised if frame.kind == "sunglasses" else None,
        size=_size(frame),
        weight_g=float(frame.weight),
        mpn=f"{frame.house[:3]}-{frame.slug}".upper(),
        in_stock=any(variant.in_stock for variant in variants),
        variants=variants,
        media=[_media(photo) for photo in photos],
        reviews=reviews_of(frame),
        featured=frame.number < 12 and frame.was is None,
    )


def _variant(frame: Frame, number: int, photos: Sequence[Photo]) -> Variant:
    colour = frame.colours[number]
    code = sku(frame.house, frame.slug, colour)
    sold_out = between(f"{code} stock", 1, 10) <= OUT_OF_STOCK_OF_TEN
    lens, lens_es = lens_names(frame.lenses[number]) if frame.lenses else (None, None)
    return Variant(
        id=f"{frame.slug}-{colour}",
        sku=code,
        gtin=gtin13(frame.number, number),
        colour=colour_of(colour),
        lens_colour=lens,
        lens_colour_translations={"es": lens_es} if lens_es else {},
        size=_size(frame),
        price=Decimal(frame.price),
        compare_at_price=Decimal(frame.was) if frame.was else None,
        in_stock=not sold_out,
        stock_quantity=0 if sold_out else between(f"{code} left", 1, 14),
        media_ids=[photo.id for photo in photos if photo.colour == colour],
    )


def _size(frame: Frame) -> FrameSize:
    measures = frame.measures
    return FrameSize(
        lens_width_mm=measures.lens_width,
        bridge_mm=measures.bridge,
        temple_mm=measures.temple,
        lens_height_mm=measures.lens_height,
        frame_width_mm=measures.frame_width,
    )


def _spanish(frame: Frame) -> ProductTexts:
    return ProductTexts(
        name=frame.name,
        summary=copywriting.summary(frame, "es"),
        description=copywriting.description(frame, "es"),
    )


def _categories(frame: Frame) -> list[str]:
    people = ("women", "men") if frame.gender == "unisex" else (frame.gender,)
    names = {"women": "womens", "men": "mens", "kids": "kids"}
    found = [f"{names[person]}-{frame.kind}" for person in people]
    if frame.build == "titanium" and frame.kind == "glasses":
        found.append("titanium-glasses")
    if frame.polarised:
        found.append("polarised-sunglasses")
    return found


def _media(photo: Photo) -> Media:
    background = "transparent" if photo.shot == "front-transparent" else "white"
    view = "angle" if photo.shot == "angle" else "front"
    return Media(id=photo.id, source=photo.source, view=view, background=background)
