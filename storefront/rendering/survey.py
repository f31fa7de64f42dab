"""The first walk over the products: what every listing, relation and search needs of each, and nothing more."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass, field

from storefront.catalogue.models import Product
from storefront.catalogue.snapshot import read_products
from storefront.rendering.brand_shelf import ShelfBrand
from storefront.rendering.card_facts import CardFacts, card_facts
from storefront.rendering.category_tree import CategoryTree
from storefront.rendering.listings import in_order
from storefront.rendering.photos import Photos
from storefront.storage.interfaces import Objects


@dataclass(slots=True)
class Survey:
    """All cards: by product id, in the shop's order, by category path, by brand slug."""

    by_id: dict[str, CardFacts] = field(default_factory=dict)
    ordered: list[CardFacts] = field(default_factory=list)
    by_category: dict[str, list[CardFacts]] = field(default_factory=lambda: defaultdict(list))
    by_brand: dict[str, list[CardFacts]] = field(default_factory=lambda: defaultdict(list))
    by_tag: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))  # ids, of the tags asked for

    def arrange(self) -> None:
        """Put what was gathered in order; listings keep the shop's."""
        self.ordered = in_order(self.by_id.values())
        for card in self.ordered:
            for path in card.categories:
                self.by_category[path].append(card)
            if card.brand:
                self.by_brand[card.brand].append(card)


async def survey_products(
    objects: Objects,
    product_keys: list[str],
    *,
    brands: Mapping[str, ShelfBrand],
    tree: CategoryTree,
    photos: Photos,
    without: Collection[str] = (),
    tags: Collection[str] = (),
) -> Survey:
    """`tags` are those whose products are wanted."""
    survey = Survey()
    async for product in stream_products(objects, product_keys, without):
        shelf = brands.get(product.brand_id or "")
        survey.by_id[product.id] = card_facts(
            product,
            brand=(shelf.slug, shelf.brand.name) if shelf else None,
            categories=tree.paths_of(product.category_ids),
            photos=photos.usable(product.media),
        )
        for tag in dict.fromkeys(product.tags):
            if tag in tags:
                survey.by_tag[tag].append(product.id)
    survey.arrange()
    return survey


async def stream_products(
    objects: Objects, product_keys: list[str], without: Collection[str] = ()
) -> AsyncIterator[Product]:
    """Every product in the snapshot's order but those with one of these ids, one shard in memory at a time."""
    for key in product_keys:
        for product in await read_products(objects, key):
            await asyncio.sleep(0)  # what comes of a shard's products takes seconds: the lease is renewed in between
            if product.id not in without:
                yield product
