"""Inputs of pages that list products: the whole shop, categories, brands, all brands, search."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from storefront.rendering.addresses import listing_parts
from storefront.rendering.brand_shelf import ShelfBrand
from storefront.rendering.card_facts import CardFacts
from storefront.rendering.category_tree import Node
from storefront.rendering.contract import PageType
from storefront.rendering.facets import FacetCount, count_facets
from storefront.rendering.listings import page_count, pages_of
from storefront.rendering.navigation import below, filled
from storefront.rendering.outline import Outline, Step
from storefront.rendering.plan_files import PageInput


@dataclass(frozen=True, slots=True)
class _Listing:
    """One listing before it is put into words and pages."""

    page_type: PageType
    parts: tuple[str, ...]
    cards: Sequence[CardFacts]
    scope: str
    facets: list[FacetCount]
    children: list[Node] = field(default_factory=list)


def listing_pages(outline: Outline) -> Iterator[PageInput]:
    yield from _shop(outline)
    nodes = filled(outline.tree, _counts(outline))
    for node in nodes:
        yield from _category(outline, node, nodes)
    for brand in brands_with_products(outline):
        yield from _brand(outline, brand)
    for locale in outline.addresses.locales:
        yield _brands(outline, locale)
        yield _search(outline, locale)


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


def category_links(outline: Outline, locale: str, nodes: list[Node]) -> list[dict[str, Any]]:
    return [
        {
            "value": node.path,
            "name": node.name(locale),
            "path": outline.addresses.path(locale, *node.parts),
            "count": len(outline.survey.by_category[node.path]),
        }
        for node in nodes
    ]


def _counts(outline: Outline) -> dict[str, int]:
    return {path: len(cards) for path, cards in outline.survey.by_category.items()}


def _shop(outline: Outline) -> Iterator[PageInput]:
    cards = outline.survey.ordered
    top = below(None, filled(outline.tree, _counts(outline)))
    listing = _Listing("category", ("shop",), cards, "", count_facets(cards), top)
    for locale in outline.addresses.locales:
        yield from _pages(outline, locale, listing, outline.words[locale]("page.shop"), "", [])


def _category(outline: Outline, node: Node, nodes: list[Node]) -> Iterator[PageInput]:
    cards = outline.survey.by_category[node.path]
    children = below(node.path, nodes)
    listing = _Listing("category", node.parts, cards, f"category:{node.path}", count_facets(cards), children)
    by_path = outline.tree.by_path
    for locale in outline.addresses.locales:
        above: list[Step] = [(outline.words[locale]("page.shop"), ("shop",))]
        above += [(by_path[path].name(locale), by_path[path].parts) for path in node.ancestors]
        yield from _pages(outline, locale, listing, node.name(locale), node.description(locale), above)


def _brand(outline: Outline, brand: ShelfBrand) -> Iterator[PageInput]:
    cards = outline.survey.by_brand[brand.slug]
    listing = _Listing("brand", brand.parts, cards, f"brand:{brand.slug}", count_facets(cards, without="brand"))
    for locale in outline.addresses.locales:
        above: list[Step] = [(outline.words[locale]("page.brands"), ("brands",))]
        yield from _pages(outline, locale, listing, brand.brand.name, brand.description(locale), above)


def _pages(
    outline: Outline, locale: str, listing: _Listing, name: str, description: str, above: list[Step]
) -> Iterator[PageInput]:
    words, per_page = outline.words[locale], outline.configuration.products_per_page
    total, store = len(listing.cards), outline.configuration.store_name
    told = description or words("meta.listing", name=name, count=total, store=store)
    for number, cards in pages_of(listing.cards, per_page):
        place = words("page.number", number=number) if number > 1 else ""
        yield outline.page(
            listing.page_type,
            locale,
            listing_parts(listing.parts, number),
            label=place or name,
            above=[*above, (name, listing.parts)] if place else above,
            title=(f"{name} – {place}" if place else name, store),
            description=f"{place}. {told}" if place else told,
            apart=" ".join(listing.parts[1:-1]),
            data={
                "name": name,
                "description": description if number == 1 else "",
                "parts": listing.parts,
                "scope": listing.scope,
                "total": total,
                "number": number,
                "pages": page_count(total, per_page),
                "cards": cards,
                "facets": listing.facets,
                "subcategories": category_links(outline, locale, listing.children),
            },
        )


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


def _search(outline: Outline, locale: str) -> PageInput:
    words, cards = outline.words[locale], outline.survey.ordered
    return outline.page(
        "search",
        locale,
        ("search",),
        label=words("page.search"),
        description=words("meta.search", count=len(cards), store=outline.configuration.store_name),
        data={"facets": count_facets(cards), "total": len(cards)},
    )
