"""What a product's page brings to the feeds, and what its checks compare it with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson

from storefront.rendering.contract import ProductContent
from storefront.rendering.formatting import rating
from storefront.rendering.price_files import DataFile, price_path
from storefront.rendering.view_models.context import PageContext
from storefront.rendering.view_models.structured import described, photo_addresses
from storefront.seo.feeds.items import FeedProduct, feed_product
from storefront.seo.page_audit.product_facts import OfferFacts, ProductFacts, RatingFacts, StatedOffer
from storefront.seo.ratings import mean_rating


def feed_share(context: PageContext, content: ProductContent) -> FeedProduct | None:
    """None without a public address, which every item of a feed needs, and for a product without a photo."""
    if not context.configuration.base_url:
        return None
    brand = content["brand"]
    addresses = photo_addresses(context)
    return feed_product(
        context.product,
        url=context.absolute(context.page.path),
        images=addresses.of_product,
        variant_images=addresses.of_variants,
        name=content["name"],
        description=described(context, content),
        locale=context.locale,
        trail=[label for label, _ in context.page.trail[1:-1]],
        brand_name=brand["label"] if brand else None,
    )


def product_facts(
    context: PageContext, content: ProductContent, share: FeedProduct | None, files: Iterable[DataFile]
) -> ProductFacts:
    """`files` are what goes live beside the page: its price file among them."""
    price_file = next((file for file in files if file.path == price_path(context.page.path)), None)
    return ProductFacts(
        name=content["name"],
        offers={
            variant["id"]: OfferFacts(
                variant["price"]["amount"],
                variant["price"]["currency"],
                variant["price"]["text"],
                variant["in_stock"],
                variant["availability_text"],
            )
            for variant in content["variants"]
        },
        rating=_rating(context),
        elsewhere=(*(_in_feeds(share) if share else ()), *(_in_price_file(price_file) if price_file else ())),
        addresses=frozenset(card["url"].removeprefix(context.plan.addresses.prefix) for card in content["related"]),
    )


def _rating(context: PageContext) -> RatingFacts | None:
    mean = mean_rating(context.product.reviews)
    return RatingFacts(mean.value, mean.count, rating(float(mean.value), context.locale)) if mean else None


def _in_feeds(share: FeedProduct) -> Iterator[StatedOffer]:
    for item in share.items:
        name = share.title_of(item)
        yield StatedOffer("The feed", item.variant, item.amount, share.currency, item.available, name)


def _in_price_file(file: DataFile) -> Iterator[StatedOffer]:
    document = orjson.loads(file.data)
    for one in document["variants"]:
        available = one["availability"] == "in_stock"
        yield StatedOffer("The price file", one["id"], one["price"], one["currency"], available, document["name"])
