"""The start page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from storefront.rendering.card_facts import CardFacts
from storefront.rendering.contract import CategoryTile, FacetChoice, Hero, HomeContent
from storefront.rendering.sanitise import rich_text
from storefront.rendering.view_models.cards import card_views
from storefront.rendering.view_models.context import PageContext
from storefront.rendering.view_models.home_sections import home_sections
from storefront.rendering.view_models.labels import choice_label
from storefront.rendering.view_models.listings import search_url


def home_content(context: PageContext) -> HomeContent:
    own, configuration = context.store_texts, context.configuration
    return {
        "sections": home_sections(context),
        "hero": hero(context),
        "featured": card_views(context, context.data["featured"]),
        "categories": [tile(context, category) for category in context.data["categories"]],
        "brands": [{"label": brand["name"], "url": context.href(brand["path"])} for brand in context.data["brands"]],
        "shapes": [shape_choice(context, **shape) for shape in context.data["shapes"]],
        "about": rich_text(own.about or configuration.about),
    }


def hero(context: PageContext) -> Hero:
    own, configuration = context.store_texts, context.configuration
    card = context.data["hero"]
    return {
        "title": own.site_title or configuration.site_title or configuration.store_name,
        "text": own.store_description or configuration.store_description,
        "picture": _picture(context, card),
        "link": {"label": context.texts("home.shop_all"), "url": context.fixed("shop")},
    }


def tile(context: PageContext, category: dict[str, Any]) -> CategoryTile:
    return {
        "name": category["name"],
        "url": context.href(category["path"]),
        "picture": _picture(context, category["card"]),
        "count_text": context.texts("listing.total", count=category["count"]),
    }


def shape_choice(context: PageContext, value: str, count: int, parts: Sequence[str] | None) -> FacetChoice:
    """A frame shape with its own page (`parts` of its path), else the search page that shows it, if there are any."""
    own = context.href(context.plan.addresses.path(context.locale, *parts)) if parts else None
    return {
        "value": value,
        "label": choice_label("shape", value, None, context.texts),
        "count": count,
        "hex": None,
        "url": own or (search_url(context, shape=value) if count else None),
    }


def _picture(context: PageContext, data: dict[str, Any] | None) -> Any:
    if data is None:
        return None
    card = CardFacts.from_dict(data)
    return context.photo(card.photo, card.name_in(context.locale), card.brand_name) if card.photo else None
