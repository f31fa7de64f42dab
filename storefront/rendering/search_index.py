"""The file that search and filters work on in the browser: every product in one locale, short keys to save bytes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

from storefront.rendering.addresses import Addresses
from storefront.rendering.card_facts import CardFacts
from storefront.rendering.facets import choices_of, measures_of
from storefront.rendering.formatting import money
from storefront.rendering.locale_texts import LocaleTexts
from storefront.rendering.view_models.labels import choice_label, size_text
from storefront.rendering.view_models.pictures import thumbnail

FOLDER = "/search/"


def search_index(cards: Iterable[CardFacts], texts: LocaleTexts, addresses: Addresses) -> bytes:
    """JSON of `{"products": […]}`; encoded product by product, so that only the bytes pile up."""
    data = bytearray(b'{"products":[')
    for card in cards:
        data += orjson.dumps(_row(card, texts, addresses)) + b","
    return bytes(data.removesuffix(b",") + b"]}")


def _row(card: CardFacts, texts: LocaleTexts, addresses: Addresses) -> dict[str, Any]:
    locale = texts.locale
    price = card.price
    choices: dict[str, list[Any]] = {**choices_of(card), **measures_of(card), "category": list(card.categories)}
    return {
        "i": card.id,
        "u": addresses.href(addresses.path(locale, "products", card.slug)),
        "n": card.name_in(locale),
        "b": card.brand_name,
        "p": card.amount,
        "t": money(price.amount, price.currency, locale),
        "r": money(price.compare_at, price.currency, locale) if price.compare_at else None,
        "f": int(price.is_from),
        "s": int(card.in_stock),
        "m": thumbnail(card.photo.file, addresses.prefix) if card.photo else None,
        "z": size_text(card),
        "c": [[colour.name_in(locale), colour.hex] for colour in card.colours],
        "x": {key: values for key, values in choices.items() if values},
        "k": _words(card, texts),
    }


def _words(card: CardFacts, texts: LocaleTexts) -> str:
    """Lower-case words to search, each once in order of first use. The search itself looks past accents."""
    parts = [card.name_in(texts.locale), card.brand_name or "", *(c.name_in(texts.locale) for c in card.colours)]
    for key, values in choices_of(card).items():
        parts += [choice_label(key, value, None, texts) for value in values if key != "brand"]
    return " ".join(dict.fromkeys(" ".join(parts).lower().split()))
