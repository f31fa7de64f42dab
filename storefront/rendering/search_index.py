"""What search and filters work on in the browser, in one locale.

/search/shards/facts-00.en.<hash>.json   columns of one shard's products: what they are found and narrowed by
/search/shards/cards-00.en.<hash>.json   the same products' cards, read for shards of products that are shown
/search/index.en.json                    names them: {"root", "images", "count", "shards": [[facts, cards], …],
                                         "labels": words by facet and value}

Products, brands and categories have their pages below `root`. The index alone keeps its name, and is compared with the
shop's before each use: pages name it, and would all change with every product if its name did. Shards are kept for
good, and have a folder to themselves for it: static hosts take a hundred rules on headers, a large shop has more files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from storefront.rendering.assets import Asset, hashed_asset
from storefront.rendering.collections import collections_of
from storefront.rendering.facets import value_slug
from storefront.rendering.outline import Outline
from storefront.rendering.search_columns import cards_of, facts_of
from storefront.rendering.search_shards import shard_count, sharded
from storefront.rendering.view_models.labels import choice_label

FOLDER = "/search/"
SHARDS = "/search/shards/"
JSON = "application/json; charset=utf-8"


def search_files(outline: Outline, locale: str) -> Iterator[Asset]:
    """The shards' files one after the other, so that one is in memory at a time; last the index that names them."""
    addresses, cards = outline.addresses, outline.survey.ordered
    collections = collections_of(outline.collections)
    names: list[list[str]] = []
    values: dict[str, set[str]] = {}
    for number, shard in enumerate(sharded(cards, shard_count(len(cards)))):
        found = facts_of(shard, locale, collections)
        for key, facet in found["facets"].items():
            values.setdefault(key, set()).update(facet["values"])
        facts = _file(f"facts-{number:02}.{locale}.json", found)
        shown = _file(f"cards-{number:02}.{locale}.json", cards_of(shard, locale))
        names.append([addresses.href(facts.path), addresses.href(shown.path)])
        yield facts
        yield shown
    index = {
        "root": addresses.href(addresses.path(locale)),
        "images": addresses.href("/images/"),
        "count": len(cards),
        "shards": names,
        "labels": _labels(outline, locale, values),
    }
    yield Asset(f"{FOLDER}index.{locale}.json", orjson.dumps(index), JSON)


def _labels(outline: Outline, locale: str, values: Mapping[str, Iterable[str]]) -> dict[str, dict[str, str]]:
    """Words for every value that a product has; collections have none, they are no facet to choose from."""
    words, cards, tree = outline.words[locale], outline.survey.ordered, outline.tree.by_path
    written: dict[str, dict[str, str | None]] = {
        "brand": {card.brand: card.brand_name for card in cards if card.brand},
        "material": {value_slug(card.material): card.material for card in cards if card.material},
        "colour": {value_slug(one.family): one.family for card in cards for one in card.colours if one.family},
    }

    def label(key: str, value: str) -> str:
        if key == "category":
            return tree[value].name(locale)
        name = written.get(key, {}).get(value)
        return name if key == "brand" and name else choice_label(key, value, name, words)

    labels = {key: {value: label(key, value) for value in sorted(values[key])} for key in sorted(values)}
    labels.pop("collection", None)
    return labels


def _file(name: str, data: dict[str, Any]) -> Asset:
    return hashed_asset(name, orjson.dumps(data), SHARDS)
