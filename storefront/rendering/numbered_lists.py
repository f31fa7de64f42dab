"""A list of products over as many pages as it needs, in one locale."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from storefront.rendering.addresses import listing_parts
from storefront.rendering.card_facts import CardFacts
from storefront.rendering.category_tree import Node
from storefront.rendering.contract import PageType
from storefront.rendering.facets import FacetCount
from storefront.rendering.listings import page_count, pages_of
from storefront.rendering.outline import Outline, Step
from storefront.rendering.plan_files import PageInput


@dataclass(frozen=True, slots=True)
class ProductList:
    """A list before it is put into words and pages. `scope` is what the search index is narrowed to for it."""

    page_type: PageType
    parts: tuple[str, ...]
    cards: Sequence[CardFacts]
    scope: str
    facets: list[FacetCount]
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ListWords:
    """What a list is called in one locale, what is told of it, and the steps that lead to it."""

    name: str
    description: str = ""
    above: Sequence[Step] = ()


def numbered_pages(
    outline: Outline, locale: str, products: ProductList, said: ListWords, **data: Any
) -> Iterator[PageInput]:
    """`data` is the page type's own, the same on every page."""
    words, per_page = outline.words[locale], outline.configuration.products_per_page
    total, store = len(products.cards), outline.configuration.store_name
    told = said.description or words("meta.listing", name=said.name, count=total, store=store)
    for number, cards in pages_of(products.cards, per_page):
        place = words("page.number", number=number) if number > 1 else ""
        yield outline.page(
            products.page_type,
            locale,
            listing_parts(products.parts, number),
            label=place or said.name,
            above=[*said.above, (said.name, products.parts)] if place else said.above,
            title=(f"{said.name} – {place}" if place else said.name, store),
            description=f"{place}. {told}" if place else told,
            apart=" ".join(products.parts[1:-1]),
            data={
                "name": said.name,
                "description": said.description if number == 1 else "",
                "parts": products.parts,
                "scope": products.scope,
                "total": total,
                "number": number,
                "pages": page_count(total, per_page),
                "cards": cards,
                "facets": products.facets,
                "subcategories": category_links(outline, locale, products.children),
                **data,
            },
        )


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
