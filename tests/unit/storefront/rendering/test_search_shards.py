from __future__ import annotations

from collections import Counter

import pytest

from storefront.rendering.card_facts import CardFacts, PriceFacts
from storefront.rendering.search_shards import shard_count, shard_of, sharded


@pytest.mark.parametrize(
    ("products", "shards"), [(0, 1), (1, 1), (500, 1), (501, 2), (1_000, 2), (1_001, 4), (10_000, 32)]
)
def test_a_shard_has_at_most_five_hundred_products_on_average(products: int, shards: int) -> None:
    assert shard_count(products) == shards


@pytest.mark.parametrize("id_of", ["{}", "p{:05}", "frame-{}-größe", "8056597{:06}"])
def test_products_spread_evenly_however_their_ids_are_made(id_of: str) -> None:
    sizes = Counter(shard_of(id_of.format(number), 32) for number in range(10_000))
    assert len(sizes) == 32
    assert max(sizes.values()) < 2 * 10_000 / 32


def test_shards_keep_the_order_of_the_cards() -> None:
    cards = [CardFacts(f"p{number}", "a", "A", PriceFacts("1.00", "EUR")) for number in range(20)]
    shards = sharded(cards, 4)
    assert sorted(card.id for shard in shards for card in shard) == sorted(card.id for card in cards)
    for number, shard in enumerate(shards):
        assert shard == [card for card in cards if shard_of(card.id, 4) == number]
