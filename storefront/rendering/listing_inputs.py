"""Inputs of pages that list products: the whole shop, categories, their facet pages, brands, collections, search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from storefront.rendering.brand_shelf import ShelfBrand
from storefront.rendering.category_tree import Node
from storefront.rendering.collection_inputs import collection_pages
from storefront.rendering.facet_pages import facet_page_inputs, facet_pages, linked
from storefront.rendering.facets import FacetCount, count_facets
from storefront.rendering.navigation import below, filled
from storefront.rendering.numbered_lists import ListWords, ProductList, numbered_pages
from storefront.rendering.outline import Outline, Step
from storefront.rendering.plan_files import PageInput


def listing_pages(outline: Outline) -> Iterator[PageInput]:
    nodes = filled(outline.tree, {path: len(cards) for path, cards in outline.survey.by_category.items()})
    cards = outline.survey.ordered
    shop = ProductList("category", ("shop",), cards, "", _with_brands(outline, count_facets(cards)), below(None, nodes))
    words = {locale: ListWords(outline.words[locale]("page.shop")) for locale in outline.addresses.locales}
    yield from _with_facet_pages(outline, shop, words)
    for node in nodes:
        yield from _category(outline, node, nodes)
    for brand in brands_with_products(outline):
        yield from _brand(outline, brand)
    yield from collection_pages(outline)
    facets = linked(shop.facets, facet_pages(outline, shop))
    for locale in outline.addresses.locales:
        yield _brands(outline, locale)
        yield _search(outline, locale, facets)


def brands_with_products(outline: Outline) -> list[ShelfBrand]:
    return [brand for brand in outline.brands.values() if outline.survey.by_brand.get(brand.slug)]


def brand_links(outline: Outline, locale: str) -> list[dict[str, Any]]:
    return [
        {
            "value": brand.slug,
            "name": brand.brand.name,
            "path": outline.addresses.path(locale, *brand.parts),
            "count": len(outline.survey.by_brand[brand.slug]),
        }
        for brand in brands_with_products(outline)
    ]


def _with_brands(outline: Outline, facets: list[FacetCount]) -> list[FacetCount]:
    """A brand's page shows just what the brand's choice in the whole shop shows; in a part of the shop it does not."""
    parts = {brand.slug: brand.parts for brand in outline.brands.values()}
    return [
        replace(facet, choices=[replace(one, parts=parts.get(one.value)) for one in facet.choices])
        if facet.key == "brand"
        else facet
        for facet in facets
    ]


def _with_facet_pages(outline: Outline, products: ProductList, said: dict[str, ListWords]) -> Iterator[PageInput]:
    """A list's pages in every locale, and those of the values that it links."""
    pages = facet_pages(outline, products)
    products = replace(products, facets=linked(products.facets, pages))
    for locale, words in said.items():
        yield from numbered_pages(outline, locale, products, words)
    yield from facet_page_inputs(outline, products, pages, said)


def _category(outline: Outline, node: Node, nodes: list[Node]) -> Iterator[PageInput]:
    cards, children = outline.survey.by_category[node.path], below(node.path, nodes)
    products = ProductList("category", node.parts, cards, f"category:{node.path}", count_facets(cards), children)
    said = {locale: _category_words(outline, node, locale) for locale in outline.addresses.locales}
    if not node.ancestors:
        yield from _with_facet_pages(outline, products, said)
        return
    for locale, words in said.items():
        yield from numbered_pages(outline, locale, products, words)


def _category_words(outline: Outline, node: Node, locale: str) -> ListWords:
    by_path = outline.tree.by_path
    above: list[Step] = [(outline.words[locale]("page.shop"), ("shop",))]
    above += [(by_path[path].name(locale), by_path[path].parts) for path in node.ancestors]
    return ListWords(node.name(locale), node.description(locale), above)


def _brand(outline: Outline, brand: ShelfBrand) -> Iterator[PageInput]:
    cards = outline.survey.by_brand[brand.slug]
    facets = count_facets(cards, without="brand")
    products = ProductList("brand", brand.parts, cards, f"brand:{brand.slug}", facets)
    for locale in outline.addresses.locales:
        above: list[Step] = [(outline.words[locale]("page.brands"), ("brands",))]
        said = ListWords(brand.brand.name, brand.description(locale), above)
        yield from numbered_pages(outline, locale, products, said)


def _brands(outline: Outline, locale: str) -> PageInput:
    words, brands = outline.words[locale], brand_links(outline, locale)
    return outline.page(
        "brands",
        locale,
        ("brands",),
        label=words("page.brands"),
        description=words("meta.brands", count=len(brands), store=outline.configuration.store_name),
        data={"brands": brands},
    )


def _search(outline: Outline, locale: str, facets: list[FacetCount]) -> PageInput:
    words, cards = outline.words[locale], outline.survey.ordered
    total = len(cards)
    return outline.page(
        "search",
        locale,
        ("search",),
        label=words("page.search"),
        description=words("meta.search", count=total, store=outline.configuration.store_name),
        data={"facets": facets, "total": total, "cards": cards[: outline.configuration.products_per_page]},
    )
