"""A product page's share in the feeds: one item for each variant that its markup names."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from storefront.catalogue.models import Product
from storefront.seo.amounts import plain_amount
from storefront.seo.gtin import public_gtin
from storefront.seo.metadata import cut
from storefront.seo.offers import can_be_bought, prices
from storefront.seo.ratings import mean_rating
from storefront.seo.variants import MarkedVariant, aspects_of, choose_variants, other_options

ID_LIMIT = 50  # characters; Google's
DESCRIPTION_LIMIT = 5_000  # characters; Google's and OpenAI's
IMAGES_LIMIT = 11  # one and ten more, Google's; a product may have 500, and each of its 2,000 variants names them


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One thing that can be bought. Amounts are plain numbers in the product's currency."""

    id: str
    variant: str  # its id in the catalogue, the product's for a product without variants
    address: str
    price: str  # what is asked, or was asked before it was reduced
    sale_price: str | None
    available: bool
    images: list[str]
    apart: str = ""  # what tells it from the product's other items: "Havana, 52-18-145"
    gtin: str | None = None
    colour: str | None = None
    size: str | None = None
    material: str | None = None
    pattern: str | None = None
    options: dict[str, str] = field(default_factory=dict)

    @property
    def amount(self) -> str:
        """What a customer pays."""
        return self.sale_price or self.price


@dataclass(frozen=True, slots=True)
class FeedProduct:
    """What a product's items have in common; `description` is plain text, `trail` the categories above it."""

    id: str
    name: str
    description: str
    currency: str
    kind: str
    trail: list[str]
    items: list[FeedItem]
    brand: str | None = None
    mpn: str | None = None
    gender: str | None = None
    material: str | None = None
    weight_g: float | None = None
    rating: str | None = None
    review_count: int = 0

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> FeedProduct:
        return cls(**{**data, "items": [FeedItem(**item) for item in data["items"]]})

    def title_of(self, item: FeedItem) -> str:
        return f"{self.name} – {item.apart}" if item.apart else self.name


def feed_product(
    product: Product,
    *,
    url: str,
    images: Sequence[str],
    name: str,
    description: str,
    locale: str,
    trail: Sequence[str] = (),
    brand_name: str | None = None,
    variant_images: Mapping[str, Sequence[str]] | None = None,
) -> FeedProduct | None:
    """What a product's page brings to the feeds; addresses are absolute. None without a photo: feeds ask for one."""
    if not images:
        return None
    rating = mean_rating(product.reviews)
    return FeedProduct(
        id=product.id,
        name=name,
        description=cut(description, DESCRIPTION_LIMIT),
        currency=product.currency,
        kind=product.kind,
        trail=list(trail),
        items=list(_items(product, url, list(images), locale, variant_images or {})),
        brand=brand_name,
        mpn=product.mpn,
        gender=product.gender,
        material=product.material,
        weight_g=product.weight_g,
        rating=rating.value if rating else None,
        review_count=rating.count if rating else 0,
    )


def _items(
    product: Product, url: str, images: list[str], locale: str, variant_images: Mapping[str, Sequence[str]]
) -> Iterator[FeedItem]:
    choice = choose_variants(product, locale)
    if len(choice.variants) < 2:
        yield _only(product, choice.variants[0] if choice.variants else None, url, images, locale)
        return
    for marked in choice.variants:
        variant = marked.variant
        own = list(variant_images.get(variant.id) or [])
        yield _item(
            product,
            marked,
            marked.aspects,
            id_=item_id(product.id, variant.id),
            address=f"{url}?variant={quote(variant.id, safe='')}",
            images=[*own, *(image for image in images if image not in own)],
            apart=", ".join(marked.aspects[aspect] for aspect in choice.varies_by),
        )


def _only(product: Product, marked: MarkedVariant | None, url: str, images: list[str], locale: str) -> FeedItem:
    """A product that is bought as it is."""
    aspects = aspects_of(product, marked.variant, locale) if marked else {}
    id_ = item_id(product.id, product.id)
    return _item(product, marked, aspects, id_=id_, address=url, images=images, apart="")


def _item(
    product: Product,
    marked: MarkedVariant | None,
    aspects: Mapping[str, str],
    *,
    id_: str,
    address: str,
    images: list[str],
    apart: str,
) -> FeedItem:
    variant = marked.variant if marked else None
    price, former = prices(product, variant)
    asked, before = (None if one is None else plain_amount(one, product.currency) for one in (price, former))
    return FeedItem(
        id=id_,
        variant=variant.id if variant else product.id,
        address=address,
        price=before or asked or "",
        sale_price=asked if before else None,
        available=can_be_bought(product, variant),
        images=images[:IMAGES_LIMIT],
        apart=apart,
        gtin=(marked and marked.gtin) or (None if apart else public_gtin(product.gtin)),
        colour=aspects.get("color"),
        size=aspects.get("size"),
        material=aspects.get("material"),
        pattern=aspects.get("pattern"),
        options=dict(other_options(variant)) if variant else {},
    )


def item_id(product_id: str, variant_id: str) -> str:
    """An id that stays and is one item's alone: "p1", "p1-v2"; a long one ends in a digest of itself."""
    named = variant_id == product_id or variant_id.startswith(f"{product_id}-")
    whole = variant_id if named else f"{product_id}-{variant_id}"
    if len(whole) <= ID_LIMIT:
        return whole
    return f"{whole[: ID_LIMIT - 11]}-{hashlib.sha256(whole.encode()).hexdigest()[:10]}"
