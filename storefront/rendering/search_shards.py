"""Which part of the search index a product is in: decided by its id alone, so that a change touches that part only."""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from storefront.rendering.card_facts import CardFacts

_MOST = 500  # products in a shard on average; at least half as many once there are two


def shard_count(products: int) -> int:
    """A power of two, so that only the ends of a hash count and a growing shop seldom moves its products."""
    count = 1
    while products > count * _MOST:
        count *= 2
    return count


def shard_of(product_id: str, count: int) -> int:
    """The script counts the same: the last bits of the CRC-32 (ISO 3309) of the id in UTF-8."""
    return crc32(product_id.encode()) & (count - 1)


def sharded(cards: Iterable[CardFacts], count: int) -> list[list[CardFacts]]:
    """The cards of each shard, in the order in which they came."""
    shards: list[list[CardFacts]] = [[] for _ in range(count)]
    for card in cards:
        shards[shard_of(card.id, count)].append(card)
    return shards
