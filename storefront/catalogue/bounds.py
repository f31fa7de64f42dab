"""How much one product may hold, so that no product takes minutes or gigabytes of whoever plans and renders it.

Far above what shops sell (Shopify stops at 2,048 variants and 250 photos), far below what hurts. Looked at before
anything else is done with a product; cheap, whatever it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from storefront.catalogue.quarantine import shortened

MOST: Mapping[str, int] = {"variants": 2_048, "media": 500, "reviews": 2_000, "tags": 1_000, "category_ids": 1_000}
MOST_CHARACTERS = 1_000_000  # of all texts and names of fields together, anything else counting as one
DEEPEST_MARKUP = 100  # levels; sanitisers take time by the square of it
_WORDS = {"media": "photos", "category_ids": "categories"}

# An opening tag of these ends the one before it, or has no end: any number of them in a row is one level.
_LEVEL_IN_ITSELF = frozenset({"br", "hr", "img", "wbr", "p", "li", "dt", "dd", "tr", "td", "th"})
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")


class Excess(NamedTuple):
    field: str
    reason: str
    remedy: str


def excess_of(product: Mapping[str, Any]) -> Excess | None:
    """What a product, as it was written or stored, has too much of."""
    return _too_many(product) or _too_long(product) or _too_deep(product)


def _too_many(product: Mapping[str, Any]) -> Excess | None:
    for field, most in MOST.items():
        value = product.get(field)
        if isinstance(value, list) and len(value) > most:
            reason = f"It has {len(value):,} {_WORDS.get(field, field)}; at most {most:,} can be shown."
            return Excess(field, reason, "Split it into several products, or leave out what nobody needs.")
    return None


def _too_long(product: Mapping[str, Any]) -> Excess | None:
    sizes = {field: len(field) + _size(value) for field, value in product.items()}
    whole = sum(sizes.values())
    if whole <= MOST_CHARACTERS:
        return None
    reason = f"It holds {whole:,} characters; at most {MOST_CHARACTERS:,} can be shown."
    return Excess(shortened(max(sizes, key=lambda field: sizes[field])), reason, "Shorten its texts.")


def _size(value: Any) -> int:
    """Walked without calling itself: what is written may be nested deeper than we may call."""
    size, waiting = 0, [value]
    while waiting:
        one = waiting.pop()
        size += len(one) if isinstance(one, str) else 1
        if isinstance(one, dict):
            waiting += one
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return size


def _too_deep(product: Mapping[str, Any]) -> Excess | None:
    for text in _rich_texts(product):
        if is_deep(text):
            reason = f"The markup of its description is nested in more than {DEEPEST_MARKUP} levels."
            return Excess("description", reason, "Write the description again as paragraphs and lists.")
    return None


def _rich_texts(product: Mapping[str, Any]) -> Iterator[str]:
    translations = product.get("translations")
    others = translations.values() if isinstance(translations, Mapping) else ()
    for texts in (product, *others):
        text = texts.get("description") if isinstance(texts, Mapping) else None
        if isinstance(text, str):
            yield text


def is_deep(html: str) -> bool:
    """Whether its tags are nested too deep; a tag that is never closed counts to the end."""
    depth = 0
    for tag in _TAG.finditer(html):
        if tag[2].lower() in _LEVEL_IN_ITSELF:
            continue
        depth = max(0, depth - 1) if tag[1] else depth + 1
        if depth > DEEPEST_MARKUP:
            return True
    return False
