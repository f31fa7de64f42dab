"""A product in small: what listings, facets, relations and the search index need, so that no stage holds all products.

About 1.5 KB each, since what products share (colours, sizes, amounts) is one object for all of them. Plain values
only: cards travel in the plan's JSON. Lengths are millimetres.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar, cast

from storefront.catalogue.models import Colour, FrameSize, Media, Product, Variant
from storefront.fitting.sizes import Measures
from storefront.imaging.models import MediaFacts
from storefront.seo.amounts import plain_amount
from storefront.seo.offers import can_be_bought, prices
from storefront.seo.ratings import mean_rating

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PriceFacts:
    """The lowest price of a product. Amounts are plain numbers: "149.00"."""

    amount: str
    currency: str
    compare_at: str | None = None  # the former price, when it was higher
    is_from: bool = False


@dataclass(frozen=True, slots=True)
class ColourFacts:
    name: str
    family: str | None = None
    hex: str | None = None
    names: dict[str, str] = field(default_factory=dict)  # by locale, where it differs

    def name_in(self, locale: str) -> str:
        return self.names.get(locale, self.name)


@dataclass(frozen=True, slots=True)
class PhotoFacts:
    """A photo on a page: the file's facts and what is known of the picture."""

    file: MediaFacts
    view: str = "other"
    alt: str | None = None  # in the store's default locale
    colour: ColourFacts | None = None

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> PhotoFacts:
        colour = ColourFacts(**data["colour"]) if data["colour"] else None
        return cls(MediaFacts(**data["file"]), data["view"], data["alt"], colour)


@dataclass(frozen=True, slots=True)
class CardFacts:
    id: str
    slug: str
    name: str
    price: PriceFacts
    names: dict[str, str] = field(default_factory=dict)  # by locale, where it differs
    brand: str | None = None  # the brand's slug
    brand_name: str | None = None
    kind: str = "glasses"
    shape: str | None = None
    material: str | None = None
    gender: str | None = None
    in_stock: bool = True
    featured: bool = False
    rating: tuple[str, int] | None = None  # mean ("4.5") and count
    colours: list[ColourFacts] = field(default_factory=list)
    sizes: list[Measures] = field(default_factory=list)
    frame_width: float | None = None
    categories: list[str] = field(default_factory=list)  # category paths with their ancestors, sorted
    photo: PhotoFacts | None = None

    def name_in(self, locale: str) -> str:
        return self.names.get(locale, self.name)

    @property
    def measures(self) -> Measures | None:
        return self.sizes[0] if self.sizes else None

    @property
    def amount(self) -> float:
        return float(self.price.amount)

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> CardFacts:
        return cls(
            **{
                **data,
                "price": PriceFacts(**data["price"]),
                "rating": tuple(data["rating"]) if data["rating"] else None,
                "colours": [ColourFacts(**colour) for colour in data["colours"]],
                "sizes": [tuple(size) for size in data["sizes"]],
                "photo": PhotoFacts.from_dict(data["photo"]) if data["photo"] else None,
            }
        )


def card_facts(
    product: Product,
    *,
    brand: tuple[str, str] | None,
    categories: list[str],
    photos: list[tuple[Media, MediaFacts]],
) -> CardFacts:
    """A product's card. `brand` is (slug, name); `photos` the usable ones, main photo first."""
    sizes = [size for size in (product.size, *(variant.size for variant in product.variants)) if size]
    rating = mean_rating(product.reviews)
    return CardFacts(
        id=product.id,
        slug=product.slug,
        name=product.name,
        price=lowest_price(product),
        names={code: texts.name for code, texts in sorted(product.translations.items()) if texts.name},
        brand=brand[0] if brand else None,
        brand_name=brand[1] if brand else None,
        kind=product.kind,
        shape=product.shape,
        material=_shared(product.material),
        gender=product.gender,
        in_stock=is_available(product),
        featured=product.featured,
        rating=(rating.value, rating.count) if rating else None,
        colours=distinct_colours(product.variants),
        sizes=_distinct_sizes(sizes),
        frame_width=next((size.frame_width_mm for size in sizes if size.frame_width_mm), None),
        categories=categories,
        photo=photo_facts(product, *photos[0]) if photos else None,
    )


def photo_facts(product: Product, media: Media, file: MediaFacts) -> PhotoFacts:
    """A photo with the colour it shows: that of the variant which names it."""
    owners = [variant.colour for variant in product.variants if media.id in variant.media_ids and variant.colour]
    return PhotoFacts(file, media.view, media.alt, _colour(owners[0]) if owners else None)


def lowest_price(product: Product) -> PriceFacts:
    offers = [price_of(product, variant) for variant in product.variants] or [price_of(product, None)]
    lowest = min(offers, key=lambda offer: float(offer.amount))
    differ = len({offer.amount for offer in offers}) > 1
    return PriceFacts(lowest.amount, lowest.currency, lowest.compare_at, is_from=differ)


def price_of(product: Product, variant: Variant | None) -> PriceFacts:
    """What a variant costs, and what it cost before, as its offer in the markup says."""
    price, former = prices(product, variant)
    reduced = plain_amount(former, product.currency) if former else None
    return PriceFacts(_shared(plain_amount(price, product.currency)), _shared(product.currency), reduced)


def is_available(product: Product) -> bool:
    if not product.variants:
        return can_be_bought(product)
    return any(can_be_bought(product, variant) for variant in product.variants)


def distinct_colours(variants: Iterable[Variant]) -> list[ColourFacts]:
    """The colours there are, each once, in the order of the variants."""
    return list({variant.colour.name: _colour(variant.colour) for variant in variants if variant.colour}.values())


def _colour(colour: Colour) -> ColourFacts:
    family = colour.family.strip().lower() if colour.family else None
    return _shared_colour(colour.name, family or None, colour.hex, tuple(sorted(colour.translations.items())))


@lru_cache(maxsize=4_096)
def _shared_colour(
    name: str, family: str | None, hex_: str | None, translations: tuple[tuple[str, str], ...]
) -> ColourFacts:
    return ColourFacts(name, family, hex_, dict(translations))


@lru_cache(maxsize=16_384, typed=True)
def _share(value: Hashable) -> Hashable:
    return value


def _shared(value: T) -> T:
    """The first value that was equal to this one: of ten thousand "acetate" one is kept."""
    return cast(T, _share(cast(Hashable, value)))


def _distinct_sizes(sizes: list[FrameSize]) -> list[Measures]:
    measured = ((size.lens_width_mm, size.bridge_mm, size.temple_mm) for size in sizes)
    return list(dict.fromkeys(_shared(size) for size in measured if any(size)))
