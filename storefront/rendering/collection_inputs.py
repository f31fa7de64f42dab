"""Inputs of the pages of collections, and of the one that shows them all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from storefront.rendering.card_facts import PhotoFacts
from storefront.rendering.collections import ShopCollection
from storefront.rendering.facets import count_facets
from storefront.rendering.numbered_lists import ListWords, ProductList, numbered_pages
from storefront.rendering.outline import Outline, Step
from storefront.rendering.plan_files import PageInput

PARTS = ("collections",)


def collection_pages(outline: Outline) -> Iterator[PageInput]:
    """Nothing in a shop without collections."""
    if not outline.collections.by_slug:
        return
    yield from _all(outline)
    for collection in outline.collections:
        yield from _one(outline, collection)


def collection_links(outline: Outline, locale: str) -> list[dict[str, Any]]:
    return [
        {
            "value": collection.slug,
            "name": collection.name(locale),
            "path": outline.addresses.path(locale, *collection.parts),
            "count": len(collection.cards),
        }
        for collection in outline.collections
    ]


def _all(outline: Outline) -> Iterator[PageInput]:
    cards = list({card.id: card for collection in outline.collections for card in collection.cards}.values())
    scope = f"collection:{','.join(collection.slug for collection in outline.collections)}"
    products = ProductList("collection", PARTS, cards, scope, count_facets(cards))
    for locale in outline.addresses.locales:
        said = ListWords(outline.words[locale]("page.collections"))
        links = collection_links(outline, locale)
        yield from numbered_pages(outline, locale, products, said, picture=None, subcategories=links)


def _one(outline: Outline, collection: ShopCollection) -> Iterator[PageInput]:
    cards, scope = collection.cards, f"collection:{collection.slug}"
    products = ProductList("collection", collection.parts, cards, scope, count_facets(cards))
    for locale in outline.addresses.locales:
        above: list[Step] = [(outline.words[locale]("page.collections"), PARTS)]
        said = ListWords(collection.name(locale), collection.description(locale), above)
        yield from numbered_pages(outline, locale, products, said, picture=_picture(outline, collection))


def _picture(outline: Outline, collection: ShopCollection) -> PhotoFacts | None:
    wanted = collection.collection.picture
    file = outline.pictures.get(wanted.source) if wanted else None
    return PhotoFacts(file, wanted.view, wanted.alt) if wanted and file else None
