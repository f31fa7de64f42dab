"""A shard of the search index in columns: a value stands once, and products name it by its number.

Two files, since a page filters by every product's facts and shows the cards of a few.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any

from storefront.rendering.card_facts import CardFacts
from storefront.rendering.facets import choices_of
from storefront.rendering.formatting import money, rating
from storefront.rendering.view_models.labels import size_text
from storefront.rendering.view_models.pictures import photo_files

Column = dict[str, list[Any]]  # {"values": […], "of": […]}, see `column`

_IN_STOCK, _FEATURED = 1, 2


def column(rows: Iterable[Sequence[Hashable]]) -> Column:
    """`values`, each once, and for each product the number of its value; a list of numbers for none or several."""
    numbers: dict[Hashable, int] = {}
    of: list[int | list[int]] = []
    for row in rows:
        own = [numbers.setdefault(value, len(numbers)) for value in row]
        of.append(own[0] if len(own) == 1 else own)
    return {"values": list(numbers), "of": of}


def facts_of(cards: Sequence[CardFacts], locale: str, collections: Mapping[str, list[str]]) -> dict[str, Any]:
    """What products are found and narrowed by. `collections` are slugs by product id. Lengths are millimetres."""
    choices = [choices_of(card) for card in cards]
    facets = {key: column(choice[key] for choice in choices) for key in (choices[0] if choices else ())}
    facets["category"] = column(card.categories for card in cards)
    facets["collection"] = column(collections.get(card.id, ()) for card in cards)
    names = [card.name_in(locale) for card in cards]
    return {
        "name": names,
        "key": {
            str(place): card.name.casefold()
            for place, (card, name) in enumerate(zip(cards, names, strict=True))
            if card.name.casefold() != name.lower()
        },
        "flags": [_IN_STOCK * card.in_stock | _FEATURED * card.featured for card in cards],
        "price": [_short(card.amount) for card in cards],
        "frame_width": [_short(card.frame_width or 0) for card in cards],
        "sizes": column([tuple(_short(mm or 0) for mm in size) for size in card.sizes] for card in cards),
        "colours": column([colour.name_in(locale) for colour in card.colours] for card in cards),
        "facets": {key: values for key, values in facets.items() if values["values"]},
    }


def cards_of(cards: Sequence[CardFacts], locale: str) -> dict[str, Any]:
    """What is shown of products besides their facts."""
    return {
        "id": [card.id for card in cards],
        "slug": [card.slug for card in cards],
        "price": [money(card.price.amount, card.price.currency, locale) for card in cards],
        "was": column(
            _some(card.price.compare_at and money(card.price.compare_at, card.price.currency, locale)) for card in cards
        ),
        "from": [int(card.price.is_from) for card in cards],
        "size": column(_some(size_text(card)) for card in cards),
        "colours": column([(colour.name_in(locale), colour.hex) for colour in card.colours] for card in cards),
        "rating": column(
            [(rating(float(card.rating[0]), locale), card.rating[1])] if card.rating else [] for card in cards
        ),
        "photo": [photo_files(card.photo.file)[0] if card.photo else None for card in cards],
        "files": column([photo_files(card.photo.file)[1]] if card.photo else [] for card in cards),
    }


def _some(value: str | None) -> list[str]:
    return [value] if value else []


def _short(number: float) -> float:
    """Whole numbers without ".0": every byte counts ten thousand times."""
    return int(number) if number == int(number) else number
