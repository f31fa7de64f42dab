"""What search and filters work on in the browser, in one locale.

/search/facts-00.en.<hash>.json   columns of one shard's products: what they are found and narrowed by
/search/cards-00.en.<hash>.json   the same products' cards, read for shards of products that are shown
/search/index.en.json             names them: {"root", "images", "count", "shards": [[facts, cards], …], "labels"}

The index alone keeps its name, and is compared with the shop's before each use: pages name it, and would all change
with every product if its name did. `labels` go by facet and value; products, brands and categories have their pages
below `root`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import orjson

from storefront.rendering.assets import Asset, hashed_asset
from storefront.rendering.card_facts import CardFacts
from storefront.rendering.collections import collections_of
from storefront.rendering.facets import choices_of
from storefront.rendering.outline import Outline
from storefront.rendering.search_columns import cards_of, facts_of
from storefront.rendering.search_shards import shard_count, sharded
from storefront.rendering.view_models.labels import choice_label

FOLDER = "/search/"
JSON = "application/json; charset=utf-8"


def search_files(outline: Outline, locale: str) -> Iterator[Asset]:
    """The shards' files one after the other, so that one is in memory at a time; last the index that names them."""
    addresses, cards = outline.addresses, outline.survey.ordered
    collections = collections_of(outline.collections)
    names: list[list[str]] = []
    for number, shard in enumerate(sharded(cards, shard_count(len(cards)))):
        facts = _file(f"facts-{number:02}.{locale}.json", facts_of(shard, locale, collections))
        shown = _file(f"cards-{number:02}.{locale}.json", cards_of(shard, locale))
        names.append([addresses.href(facts.path), addresses.href(shown.path)])
        yield facts
        yield shown
    index = {
        "root": addresses.href(addresses.path(locale)),
        "images": addresses.href("/images/"),
        "count": len(cards),
        "shards": names,
        "labels": _labels(outline, locale, cards),
    }
    yield Asset(f"{FOLDER}index.{locale}.json", orjson.dumps(index), JSON)


def _labels(outline: Outline, locale: str, cards: list[CardFacts]) -> dict[str, dict[str, str]]:
    """Words for every value that a product has."""
    texts = outline.words[locale]
    written: dict[tuple[str, str], str | None] = {}
    for card in cards:
        for key, values in choices_of(card).items():
            for value in values:
                written.setdefault((key, value), {"brand": card.brand_name, "material": card.material}.get(key))
    labels: dict[str, dict[str, str]] = {}
    for (key, value), name in sorted(written.items(), key=lambda item: item[0]):
        own = name if key == "brand" and name else choice_label(key, value, name, texts)
        labels.setdefault(key, {})[value] = own
    nodes = (outline.tree.by_path[path] for path in outline.tree.by_path if path in outline.survey.by_category)
    return {**labels, "category": {node.path: node.name(locale) for node in nodes}}


def _file(name: str, data: dict[str, Any]) -> Asset:
    return hashed_asset(name, orjson.dumps(data), FOLDER)
