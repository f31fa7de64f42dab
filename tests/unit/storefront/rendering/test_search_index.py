from __future__ import annotations

from dataclasses import replace
from typing import Any

import orjson

from storefront.catalogue.models import Category
from storefront.rendering.addresses import Addresses
from storefront.rendering.assets import Asset
from storefront.rendering.card_facts import CardFacts, PriceFacts
from storefront.rendering.category_tree import CategoryTree
from storefront.rendering.locale_texts import LocaleTexts
from storefront.rendering.outline import Outline
from storefront.rendering.search_index import search_files
from storefront.rendering.search_shards import shard_of
from storefront.rendering.survey import Survey
from tests.factories.shops import a_configuration

TREE = CategoryTree([Category(id="s", slug="sun", name="Sun", translations={"es": {"name": "Sol"}})])  # type: ignore[dict-item]
WORDS = {"en": LocaleTexts("en", []), "es": LocaleTexts("es", [{"shape.round": "Redonda"}])}


def files(*cards: CardFacts, locale: str = "es") -> list[Asset]:
    survey = Survey({card.id: card for card in cards})
    survey.arrange()
    addresses = Addresses.of("https://x.example/base", "en", ["es"])
    return list(search_files(Outline(a_configuration(), addresses, TREE, {}, survey, WORDS, {}), locale))


def frames(count: int) -> list[CardFacts]:
    return [
        CardFacts(f"p{number}", f"frame-{number}", f"Frame {number}", PriceFacts("9.00", "EUR"))
        for number in range(count)
    ]


def read(file: Asset) -> Any:
    return orjson.loads(file.data)


def test_the_index_comes_last_and_names_the_shards() -> None:
    *shards, index = files(*frames(501))
    assert index.path == "/search/index.es.json"
    told = read(index)
    assert (told["root"], told["images"], told["count"]) == ("/base/es/", "/base/images/", 501)
    assert [path for pair in told["shards"] for path in pair] == [f"/base{file.path}" for file in shards]
    assert [len(read(file)["name"]) for file in shards[::2]] == [len(read(file)["id"]) for file in shards[1::2]]


def test_words_for_values() -> None:
    card = frames(1)[0]
    card = replace(card, shape="round", brand="dg", brand_name="D & G", material="Bio Acetate", categories=["sun"])
    assert read(files(card)[-1])["labels"] == {
        "brand": {"dg": "D & G"},
        "category": {"sun": "Sol"},
        "kind": {"glasses": "glasses"},
        "material": {"bio-acetate": "Bio Acetate"},
        "shape": {"round": "Redonda"},
    }


def test_a_changed_product_changes_its_own_shard_only() -> None:
    before = frames(2_000)
    after = [
        replace(card, price=PriceFacts("8.00", "EUR"), in_stock=False) if card.id == "p77" else card for card in before
    ]
    changed = {file.path for file in files(*after) if file not in files(*before)}
    number = shard_of("p77", 4)
    assert sorted(path.rpartition("/")[2].partition(".")[0] for path in changed) == [
        f"cards-{number:02}",
        f"facts-{number:02}",
        "index",
    ]


def test_an_empty_shop_has_an_empty_index() -> None:
    facts, cards, index = files()
    assert (read(facts)["name"], read(cards)["id"], read(index)["count"]) == ([], [], 0)
