"""Categories, facet pages, brands, collections, the whole shop, search: pages that list products."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from storefront.rendering.addresses import listing_parts
from storefront.rendering.card_facts import PhotoFacts
from storefront.rendering.contract import (
    BrandContent,
    BrandsContent,
    CategoryContent,
    CollectionContent,
    Facet,
    FacetChoice,
    FacetContent,
    Listing,
    Pagination,
    SearchContent,
)
from storefront.rendering.listings import shown_numbers
from storefront.rendering.sanitise import rich_text
from storefront.rendering.view_models.cards import card_views
from storefront.rendering.view_models.context import PageContext
from storefront.rendering.view_models.labels import choice_label


def category_content(context: PageContext) -> CategoryContent:
    return {"name": context.data["name"], "listing": listing_view(context)}


def brand_content(context: PageContext) -> BrandContent:
    name, description = context.data["name"], context.data["description"]
    return {"name": name, "description": rich_text(description), "listing": listing_view(context)}


def collection_content(context: PageContext) -> CollectionContent:
    data = context.data
    photo = PhotoFacts.from_dict(data["picture"]) if data["picture"] else None
    return {
        "name": data["name"],
        "description": rich_text(data["description"]),
        "picture": context.photo(photo, data["name"]) if photo and data["number"] == 1 else None,
        "listing": listing_view(context),
    }


def facet_content(context: PageContext) -> FacetContent:
    data = context.data
    return {
        "name": data["name"],
        "facet_key": data["facet_key"],
        "facet_value": data["facet_value"],
        "parent": {"label": data["parent"]["name"], "url": context.href(data["parent"]["path"])},
        "listing": listing_view(context),
    }


def brands_content(context: PageContext) -> BrandsContent:
    return {"title": context.texts("page.brands"), "brands": links_as_choices(context, context.data["brands"])}


def search_content(context: PageContext) -> SearchContent:
    total, cards = context.data["total"], card_views(context, context.data["cards"])
    shop = context.href(context.plan.addresses.path(context.locale, "shop"))
    return {
        "facets": facet_views(context, context.data["facets"]),
        "total": total,
        "total_text": context.texts("listing.total", count=total),
        "cards": cards,
        "all_products": {"label": context.texts("page.shop"), "url": shop} if total > len(cards) else None,
    }


def listing_view(context: PageContext) -> Listing:
    data = context.data
    return {
        "title": data["name"],
        "intro": rich_text(data["description"]),
        "cards": card_views(context, data["cards"]),
        "total": data["total"],
        "total_text": context.texts("listing.total", count=data["total"]),
        "facets": facet_views(context, data["facets"]),
        "pagination": pagination(context, tuple(data["parts"]), data["number"], data["pages"]),
        "subcategories": links_as_choices(context, data["subcategories"]),
        "scope_key": data["scope"],
    }


def links_as_choices(context: PageContext, links: list[dict[str, Any]]) -> list[FacetChoice]:
    """{"name", "path", "count"} each: pages that show a part of the products."""
    return [
        {
            "value": link["value"],
            "label": link["name"],
            "count": link["count"],
            "hex": None,
            "url": context.href(link["path"]),
        }
        for link in links
    ]


def facet_views(context: PageContext, facets: list[dict[str, Any]]) -> list[Facet]:
    return [
        {
            "key": facet["key"],
            "label": context.texts(f"facet.{facet['key']}"),
            "kind": facet["kind"],
            "choices": [_choice(context, facet["key"], choice) for choice in facet["choices"]],
            "minimum": facet["minimum"],
            "maximum": facet["maximum"],
            "unit": facet["unit"],
        }
        for facet in facets
    ]


def _choice(context: PageContext, key: str, choice: dict[str, Any]) -> FacetChoice:
    value, parts = choice["value"], choice["parts"]
    return {
        "value": value,
        "label": choice_label(key, value, choice["name"], context.texts),
        "count": choice["count"],
        "hex": choice["hex"],
        "url": context.href(context.plan.addresses.path(context.locale, *parts)) if parts else None,
    }


def search_url(context: PageContext, **state: str) -> str:
    """The search page with a filter set: `search_url(context, shape="round")` → "/search/?shape=round"."""
    return f"{context.fixed('search')}?{urlencode(state, safe=',')}"


def pagination(context: PageContext, parts: tuple[str, ...], number: int, count: int) -> Pagination:
    def url(page: int) -> str:
        return context.href(context.plan.addresses.path(context.locale, *listing_parts(parts, page)))

    return {
        "number": number,
        "count": count,
        "previous_url": url(number - 1) if number > 1 else None,
        "next_url": url(number + 1) if number < count else None,
        "pages": [
            {"number": page, "url": url(page), "current": page == number} for page in shown_numbers(number, count)
        ],
    }
