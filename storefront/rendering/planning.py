"""Plan a store: which pages there are and what each is made of, which photos are needed, which assets go with them.

Streaming: a shard of products and a shard of pages are in memory at a time, and of every product its card.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Collection, Iterable
from dataclasses import dataclass

from storefront.catalogue.models import Product
from storefront.catalogue.snapshot import Head, read_head
from storefront.imaging.intake import decode_outcomes
from storefront.imaging.models import MediaFacts
from storefront.rendering.addresses import Addresses
from storefront.rendering.brand_shelf import shelve
from storefront.rendering.category_tree import CategoryTree
from storefront.rendering.collections import gather_collections, wanted_tags
from storefront.rendering.fixed_inputs import fixed_pages
from storefront.rendering.head_texts import HeadTexts
from storefront.rendering.listing_inputs import listing_pages
from storefront.rendering.locale_texts import texts_for
from storefront.rendering.outline import Outline
from storefront.rendering.photos import Photos, image_work
from storefront.rendering.plan_files import ListWriter, PageInput, ShardWriter
from storefront.rendering.plan_notes import Note, plan_notes
from storefront.rendering.product_inputs import product_pages
from storefront.rendering.relations import Relations
from storefront.rendering.site_plan import plan_site
from storefront.rendering.survey import stream_products, survey_products
from storefront.rendering.themes import Theme
from storefront.storage.interfaces import Objects
from storefront.tenancy.scope import StoreScope

PROBLEMS_KEPT = 200


@dataclass(frozen=True, slots=True)
class Plan:
    """What planning left. `fingerprint` covers theme, site, pages and photos, whatever the shards' sizes."""

    site_key: str
    page_keys: list[str]
    image_keys: list[str]
    assets_manifest_key: str
    page_count: int
    image_count: int  # files to be made
    fingerprint: str
    problems: tuple[str, ...] = ()  # the first of them; each page keeps its own
    photo_count: int = 0
    notes: tuple[Note, ...] = ()


async def plan_store(
    objects: Objects,
    scope: StoreScope,
    build_id: str,
    *,
    head_key: str,
    product_keys: list[str],
    media_keys: list[str],
    theme: Theme,
    pages_per_shard: int = 64,
    photos_per_batch: int = 8,
    without: Collection[str] = (),
) -> Plan:
    """Write the plan of a build. The same snapshot, photos and theme give the same bytes.

    Products whose ids are in `without` are nowhere in it: it is the plan of a catalogue that does not have them.
    """
    photos = await _photos(objects, media_keys)
    outline = await _outline(objects, await read_head(objects, head_key), product_keys, photos, theme, without)
    site = await plan_site(objects, scope, build_id, outline, theme)
    pages = ShardWriter(objects, scope, build_id, "pages-{:05}.jsonl.zst", pages_per_shard)
    images = _ImageList(ListWriter(objects, scope, build_id, "images-{:05}.json", photos_per_batch), outline)
    await _write(pages, fixed_pages(outline))
    await _write(pages, listing_pages(outline))
    for facts in outline.pictures.values():
        await images.add(facts)
    products = stream_products(objects, product_keys, without)
    problems = await _write_products(products, outline, photos, pages, images)
    await pages.flush()
    await images.writer.flush()
    return Plan(
        site_key=site.key,
        page_keys=pages.keys,
        image_keys=images.writer.keys,
        assets_manifest_key=site.assets_manifest_key,
        page_count=pages.count,
        image_count=images.file_count,
        fingerprint=_digest(theme.fingerprint, site.fingerprint, pages.fingerprint, images.writer.fingerprint),
        problems=tuple(problems[:PROBLEMS_KEPT]),
        notes=plan_notes(outline, theme),
        photo_count=images.writer.count,
    )


async def _photos(objects: Objects, media_keys: list[str]) -> Photos:
    photos = Photos()
    for key in media_keys:
        photos.learn(decode_outcomes(await objects.get(key)))
    return photos


async def _outline(
    objects: Objects, head: Head, product_keys: list[str], photos: Photos, theme: Theme, without: Collection[str]
) -> Outline:
    configuration = head.configuration
    addresses = Addresses.of(configuration.base_url, configuration.default_locale, configuration.locales)
    tree, brands = CategoryTree(head.categories), shelve(head.brands)
    tags = wanted_tags(configuration)
    survey = await survey_products(
        objects, product_keys, brands=brands, tree=tree, photos=photos, without=without, tags=tags
    )
    return Outline(
        configuration=configuration,
        addresses=addresses,
        tree=tree,
        brands=brands,
        survey=survey,
        collections=gather_collections(configuration.collections, survey, tree, brands),
        words={locale: texts_for(theme, locale) for locale in addresses.locales},
        heads={locale: HeadTexts() for locale in addresses.locales},
        pictures=photos.by_source(configuration.pictures),
    )


async def _write(pages: ShardWriter, inputs: Iterable[PageInput]) -> None:
    for page in inputs:
        await pages.add(page)


async def _write_products(
    products: AsyncIterator[Product],
    outline: Outline,
    photos: Photos,
    pages: ShardWriter,
    images: _ImageList,
) -> list[str]:
    """Product pages and the work for their photos; what can't be shown, in words."""
    relations = Relations(outline.survey.ordered)
    told: list[str] = []
    async for product in products:
        usable, problems = photos.usable(product.media), photos.problems_of(product)
        told += problems[: PROBLEMS_KEPT - len(told)]
        await _write(pages, product_pages(outline, relations, product, usable, problems))
        for _, facts in usable:
            await images.add(facts)
    return told


class _ImageList:
    """The photos that pages show, each once however many products share it; products' main ones with a card."""

    def __init__(self, writer: ListWriter, outline: Outline) -> None:
        self.writer = writer
        self._ground = outline.configuration.background_color
        self._on_cards = main_photos(outline)
        self.file_count = 0
        self._seen: set[str] = set()

    async def add(self, facts: MediaFacts) -> None:
        if facts.source_digest in self._seen:
            return
        self._seen.add(facts.source_digest)
        work = image_work(facts, self._ground if facts.source_digest in self._on_cards else None)
        self.file_count += len(work.variants)
        await self.writer.add(work)


def main_photos(outline: Outline) -> frozenset[str]:
    """Digests of the photos that products are shared with; none without a public address to show them from."""
    if not outline.configuration.base_url:
        return frozenset()
    return frozenset(card.photo.file.source_digest for card in outline.survey.ordered if card.photo)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
