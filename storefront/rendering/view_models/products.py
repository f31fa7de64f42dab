"""A product's own page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set

from storefront.catalogue.models import Product, ProductTexts, Review, Variant
from storefront.fitting.sizes import main_size, marking
from storefront.rendering.card_facts import PhotoFacts, distinct_colours, is_available, lowest_price, price_of
from storefront.rendering.contract import (
    GalleryPicture,
    LensChoice,
    Link,
    ProductContent,
    Rating,
    ReviewView,
    Specification,
    VariantView,
)
from storefront.rendering.facets import value_slug
from storefront.rendering.formatting import long_date, number, rating
from storefront.rendering.price_files import price_path
from storefront.rendering.sanitise import rich_text
from storefront.rendering.view_models.cards import card_views, swatches
from storefront.rendering.view_models.context import PageContext
from storefront.rendering.view_models.face_shapes import face_shape_advice
from storefront.rendering.view_models.labels import choice_label, size_view
from storefront.rendering.view_models.pictures import largest_url
from storefront.rendering.view_models.terms import returns_text, shipping_text
from storefront.seo.eyewear import colour_name, lens_colour_name, size_of
from storefront.seo.offers import can_be_bought
from storefront.seo.ratings import mean_rating

# Options whose values speak for themselves, by the names shops give them; the page's own words for them come on top.
_CLEAR_LABELS = frozenset(
    {"color", "colour", "frame color", "frame colour", "lens color", "lens colour", "size", "talla", "tamaño", "item"}
)


def texts_of(product: Product, locale: str) -> ProductTexts:
    """Name, description and summary in a locale, from the default locale's where it has none."""
    own = product.translations.get(locale, ProductTexts())
    return ProductTexts(
        name=own.name or product.name,
        description=own.description or product.description,
        summary=own.summary or product.summary or "",
    )


def product_content(context: PageContext) -> ProductContent:
    product, photos = context.product, context.product_photos
    texts = texts_of(product, context.locale)
    price = lowest_price(product)
    available = is_available(product)
    return {
        "id": product.id,
        "name": texts.name or product.name,
        "brand": brand_link(context),
        "summary": texts.summary or "",
        "description": rich_text(texts.description or ""),
        "price": context.price(price),
        "in_stock": available,
        "availability_text": availability(context, available),
        "is_reduced": price.compare_at is not None,
        "gallery": gallery(context, photos, texts.name or product.name),
        "variants": variant_views(context, product, [id_ for id_, _ in photos]),
        "specifications": list(specifications(context, product)),
        "shape": product.shape,
        "size": size_view(main_size(product), context.texts, context.configuration.units, context.width_classes),
        "face_shapes": face_shape_advice(context, product),
        "rating": rating_view(context, product.reviews),
        "reviews": [review_view(context, review) for review in product.reviews],
        "related": card_views(context, context.data["related"]),
        "tags": product.tags,
        "shipping_text": shipping_text(context),
        "returns_text": returns_text(context),
        "price_file": context.href(price_path(context.page.path)),
        "lens_choices": lens_choices(context),
        "gift_note": context.configuration.gift_notes,
    }


def lens_choices(context: PageContext) -> list[LensChoice]:
    return [
        {
            "id": one.id,
            "label": one.translations.get(context.locale) or one.label,
            "note": one.note_translations.get(context.locale, one.note),
        }
        for one in context.configuration.lens_choices
    ]


def brand_link(context: PageContext) -> Link | None:
    brand = context.data["brand"]
    return {"label": brand["name"], "url": context.href(brand["path"])} if brand else None


def availability(context: PageContext, in_stock: bool) -> str:
    return context.texts("availability.in_stock" if in_stock else "availability.out_of_stock")


def gallery(context: PageContext, photos: list[tuple[str, PhotoFacts]], name: str) -> list[GalleryPicture]:
    brand = context.data["brand"]
    return [
        {
            "picture": context.photo(photo, name, brand["name"] if brand else None),
            "view_label": context.texts(f"view.{photo.view}"),
            "large_url": largest_url(photo.file, context.plan.addresses.prefix),
        }
        for _, photo in photos
    ]


def variant_views(context: PageContext, product: Product, media_ids: list[str]) -> list[VariantView]:
    """All variants; a product without any is its own only variant."""
    alone = Variant(id=product.id, gtin=product.gtin, in_stock=product.in_stock)
    variants = product.variants or [alone]
    shown = _pictures(variants, media_ids)
    views = [_variant_view(context, product, *one) for one in zip(variants, shown, strict=True)]
    clear = _CLEAR_LABELS | {context.texts(f"spec.{key}").casefold() for key in ("colour", "lens_colour", "size")}
    for view, name in zip(views, variant_names([view["options"] for view in views], clear), strict=True):
        view["name"] = name
    return views


def variant_names(options: list[list[Specification]], clear: Set[str]) -> list[str]:
    """What tells each variant from the others: "Havana", or "Havana, 52□18-145" where sizes differ as well.

    Values alone say it as long as each one's label is `clear` (in lower case); else "Colour: Red, Logo: No".
    """
    if len(options) == 1:
        return [""]
    counts = Counter((option["label"], option["value"]) for own in options for option in own)
    telling = [[one for one in own if counts[one["label"], one["value"]] < len(options)] or own for own in options]
    labelled = any(option["label"].casefold() not in clear for own in telling for option in own)
    return [", ".join(_said(option, labelled) for option in own) for own in telling]


def _said(option: Specification, labelled: bool) -> str:
    return f"{option['label']}: {option['value']}" if labelled else option["value"]


def _variant_view(context: PageContext, product: Product, variant: Variant, pictures: list[int]) -> VariantView:
    options = variant_options(context, product, variant)
    buyable = can_be_bought(product, variant)
    colours = swatches(context, distinct_colours([variant]))
    return {
        "id": variant.id,
        "name": "",
        "sku": variant.sku,
        "gtin": variant.gtin,
        "swatch": colours[0] if colours else None,
        "options": options,
        "price": context.price(price_of(product, variant)),
        "in_stock": buyable,
        "availability_text": availability(context, buyable),
        "pictures": pictures,
        "size": size_view(variant.size, context.texts, context.configuration.units, context.width_classes),
        "checkout_ref": variant.checkout_ref,
    }


def _pictures(variants: list[Variant], media_ids: list[str]) -> list[list[int]]:
    """Each variant's photos, else those of the first that looks the same: sizes of one colour share their photos."""
    places = {id_: place for place, id_ in reversed(list(enumerate(media_ids)))}
    own = [[places[id_] for id_ in variant.media_ids if id_ in places] for variant in variants]
    of_look: dict[tuple[str | None, str | None], list[int]] = {}
    for variant, pictures in zip(variants, own, strict=True):
        if variant.colour and pictures:
            of_look.setdefault(_look(variant), pictures)
    return [pictures or of_look.get(_look(variant), []) for variant, pictures in zip(variants, own, strict=True)]


def _look(variant: Variant) -> tuple[str | None, str | None]:
    return variant.colour.name if variant.colour else None, variant.lens_colour


def variant_options(context: PageContext, product: Product, variant: Variant) -> list[Specification]:
    """What tells a variant apart: colour, lens, size, then options as the catalogue writes them, nothing twice."""
    size = size_of(product, variant)
    known = {
        "colour": colour_name(variant, context.locale),
        "lens_colour": lens_colour_name(variant, context.locale),
        "size": marking(size) if size else None,
    }
    options: list[Specification] = [
        {"label": context.texts(f"spec.{key}"), "value": value} for key, value in known.items() if value
    ]
    as_written = (variant.colour.name if variant.colour else None, variant.lens_colour)
    said = {value.casefold() for value in (*known.values(), *as_written) if value}
    written: list[Specification] = [
        {"label": label, "value": value} for label, value in variant.options.items() if value.casefold() not in said
    ]
    return [*options, *written]


def specifications(context: PageContext, product: Product) -> Iterator[Specification]:
    """The facts that are known, each with its label."""
    texts = context.texts
    brand = context.data["brand"]
    facts = {
        "brand": brand and brand["name"],
        "kind": texts.find(f"kind.{product.kind}", "") if product.kind != "other" else None,
        "shape": product.shape and choice_label("shape", product.shape, None, texts),
        "material": product.material
        and choice_label("material", value_slug(product.material), product.material, texts),
        "rim": product.rim and texts(f"rim.{product.rim}"),
        "gender": product.gender and texts(f"gender.{product.gender}"),
        "lens_type": product.lens_type,
        "polarised": None if product.polarised is None else texts("answer.yes" if product.polarised else "answer.no"),
        "weight": texts("unit.g", value=number(product.weight_g, context.locale)) if product.weight_g else None,
        "mpn": product.mpn,
    }
    for key, value in facts.items():
        if value:
            yield {"label": texts(f"spec.{key}"), "value": value}


def rating_view(context: PageContext, reviews: list[Review]) -> Rating | None:
    mean = mean_rating(reviews)
    if mean is None:
        return None
    value = rating(float(mean.value), context.locale)
    return {"value": value, "count": mean.count, "text": context.texts("rating.text", value=value, count=mean.count)}


def review_view(context: PageContext, review: Review) -> ReviewView:
    return {
        "author": review.author,
        "rating": review.rating,
        "title": review.title,
        "body": review.body,
        "date": review.date,
        "date_text": long_date(review.date, context.locale) if review.date else None,
        "lang": review.locale,
    }
