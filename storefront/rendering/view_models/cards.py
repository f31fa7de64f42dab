"""A product in a listing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from storefront.rendering.card_facts import CardFacts, ColourFacts
from storefront.rendering.contract import Card, Swatch
from storefront.rendering.formatting import rating
from storefront.rendering.view_models.context import PageContext
from storefront.rendering.view_models.labels import choice_label, size_text

_WIDEST_PX = 1024  # twice the width of the largest card of a theme


def card_views(context: PageContext, cards: Iterable[dict[str, Any]]) -> list[Card]:
    """Cards of a page's input."""
    return [card_view(context, CardFacts.from_dict(card)) for card in cards]


def card_view(context: PageContext, card: CardFacts) -> Card:
    name = card.name_in(context.locale)
    return {
        "id": card.id,
        "url": context.product_url(card.slug),
        "name": name,
        "brand": card.brand_name,
        "price": context.price(card.price),
        "picture": context.photo(card.photo, name, card.brand_name, _WIDEST_PX) if card.photo else None,
        "swatches": swatches(context, card.colours),
        "size_text": size_text(card),
        "shape": card.shape,
        "shape_label": choice_label("shape", card.shape, None, context.texts) if card.shape else None,
        "in_stock": card.in_stock,
        "is_reduced": card.price.compare_at is not None,
        "rating_text": rating(float(card.rating[0]), context.locale) if card.rating else None,
        "rating_count": card.rating[1] if card.rating else 0,
    }


def swatches(context: PageContext, colours: Iterable[ColourFacts]) -> list[Swatch]:
    return [{"name": colour.name_in(context.locale), "hex": colour.hex} for colour in colours]
