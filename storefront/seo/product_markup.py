"""A product page's markup: a Product with its Offer, or a ProductGroup with a Product for each variant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from storefront.catalogue.models import FrameSize, Product, ReturnTerms, Review, ShippingTerms, Variant
from storefront.seo import eyewear
from storefront.seo.gtin import public_gtin
from storefront.seo.json_ld import Node, node, schema
from storefront.seo.offers import offer
from storefront.seo.ratings import mean_rating
from storefront.seo.terms import offer_terms
from storefront.seo.variants import MarkedVariant, aspects_of, choose_variants, other_options

REVIEWS_SHOWN = 10
IMAGES_SHOWN = 10  # of the product's, where a variant has none: 2,000 variants times 500 photos are a hundred megabytes
_NO_WORDS: Mapping[str, str] = {}
_NO_IMAGES: Mapping[str, Sequence[str]] = {}


@dataclass(frozen=True, slots=True)
class _Page:
    """What a product's page adds to the product."""

    product: Product
    name: str
    url: str
    images: Sequence[str]
    locale: str
    currency: str
    terms: Node
    variant_urls: Mapping[str, str]
    variant_images: Mapping[str, Sequence[str]]
    labels: Mapping[str, str]


def product_markup(
    product: Product,
    *,
    url: str,
    images: Sequence[str],
    brand_name: str | None = None,
    name: str | None = None,
    description: str = "",
    locale: str = "en",
    currency: str | None = None,
    returns: ReturnTerms | None = None,
    shipping: Sequence[ShippingTerms] = (),
    variant_urls: Mapping[str, str] = _NO_WORDS,
    variant_images: Mapping[str, Sequence[str]] = _NO_IMAGES,
    labels: Mapping[str, str] = _NO_WORDS,
) -> Node:
    """One node for the page. All addresses are absolute; `url` is the page's canonical one.

    `images` must hold one at least: a product without photos gives the address of its placeholder. `name` is the name
    as the page shows it (default: the product's, translated), `description` plain text. Maps go by variant id:
    `variant_urls` defaults to `url?variant=<id>`, `variant_images` to `images`. `labels` are the page's words for
    eyewear's facts (see eyewear.LABELS).
    """
    texts = product.translations.get(locale)
    page = _Page(
        product,
        name or (texts.name if texts and texts.name else product.name),
        url,
        images,
        locale,
        currency or product.currency,
        offer_terms(returns, shipping, currency or product.currency),
        variant_urls,
        variant_images,
        labels,
    )
    choice = choose_variants(product, locale)
    shared = _shared(page, brand_name, description)
    if len(choice.variants) < 2:
        return {**shared, **_single(page, choice.variants[0].variant if choice.variants else None)}
    return {
        **shared,
        **node(
            "ProductGroup",
            productGroupID=product.id,
            variesBy=[schema(aspect) for aspect in choice.varies_by],
            hasVariant=[_variant(page, marked, choice.varies_by) for marked in choice.variants],
        ),
    }


def _shared(page: _Page, brand_name: str | None, description: str) -> Node:
    """What is true of the product whichever variant is bought."""
    product = page.product
    return node(
        "Product",
        **{"@id": f"{page.url}#product"},
        name=page.name,
        url=page.url,
        description=description,
        image=list(page.images),
        brand=node("Brand", name=brand_name) if brand_name else None,
        mpn=product.mpn,
        material=product.material,
        weight=eyewear.weight(product.weight_g),
        audience=eyewear.audience(product),
        additionalProperty=eyewear.properties(product, page.labels),
        **_opinions(product.reviews),
    )


def _single(page: _Page, variant: Variant | None) -> Node:
    """A product that is bought as it is, or whose variants can't be told apart."""
    product = page.product
    size = eyewear.size_of(product, variant)
    aspects = aspects_of(product, variant, page.locale) if variant else {}
    number = (public_gtin(variant.gtin) if variant else None) or public_gtin(product.gtin)
    return node(
        "Product",
        sku=(variant and variant.sku) or product.id,
        gtin=number,
        color=aspects.get("color"),
        size=_size(size, aspects, page),
        offers=_offer(page, variant, page.url),
    )


def _variant(page: _Page, marked: MarkedVariant, varies_by: list[str]) -> Node:
    variant, aspects = marked.variant, marked.aspects
    url = page.variant_urls.get(variant.id) or f"{page.url}?variant={quote(variant.id, safe='')}"
    apart = ", ".join(aspects[aspect] for aspect in varies_by)
    return node(
        "Product",
        name=f"{page.name} – {apart}",
        sku=marked.sku,
        gtin=marked.gtin,
        image=list(page.variant_images.get(variant.id) or page.images[:IMAGES_SHOWN]),
        color=aspects.get("color"),
        size=_size(eyewear.size_of(page.product, variant), aspects, page),
        material=aspects.get("material"),
        pattern=aspects.get("pattern"),
        additionalProperty=[eyewear.named_value(key, value, page.labels) for key, value in other_options(variant)],
        offers=_offer(page, variant, url),
    )


def _size(size: FrameSize | None, aspects: Mapping[str, str], page: _Page) -> Node | str | None:
    """Measures where they are known; else the size as the shop calls it."""
    if size is None:
        return aspects.get("size")
    return eyewear.size_specification(size, page.labels)


def _offer(page: _Page, variant: Variant | None, url: str) -> Node:
    return offer(page.product, variant, url=url, currency=page.currency, terms=page.terms)


def _opinions(reviews: Sequence[Review]) -> Node:
    """The rating and some of the reviews it is the mean of; nothing without reviews."""
    rating = mean_rating(reviews)
    if rating is None:
        return {}
    return {
        "aggregateRating": node("AggregateRating", ratingValue=rating.value, reviewCount=rating.count, bestRating=5),
        "review": [_review(review) for review in reviews[:REVIEWS_SHOWN]],
    }


def _review(review: Review) -> Node:
    return node(
        "Review",
        author=node("Person", name=review.author),
        reviewRating=node("Rating", ratingValue=review.rating, bestRating=5),
        name=review.title,
        reviewBody=review.body,
        datePublished=review.date,
        inLanguage=review.locale,
    )
