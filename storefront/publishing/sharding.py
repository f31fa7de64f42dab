"""Where a sorted list of entries is cut into shards.

The cut follows from the paths alone: after every path whose hash says so. So the same entries give the same shards
whoever made them in whatever batches, and one changed page changes one shard: the others are shared with the release
before. (Cutting by count would move every later border when a page comes or goes.)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from storefront.errors import BrokenPromise
from storefront.storage.manifest import Entry

MEAN_SIZE = 512  # entries; a shard of 170 kB is read in a millisecond
LARGEST = 8 * MEAN_SIZE  # one path in e⁻⁸ gets that far: a bound for memory, not a habit


def cut(entries: Iterable[Entry], mean_size: int = MEAN_SIZE, largest: int = LARGEST) -> Iterator[list[Entry]]:
    """Shards of entries sorted by path. Raises BrokenPromise when two of one path differ."""
    shard: list[Entry] = []
    for entry in unique(entries):
        shard.append(entry)
        if _ends_shard(entry.path, mean_size) or len(shard) >= largest:
            yield shard
            shard = []
    if shard:
        yield shard


def unique(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Sorted entries, each once: a batch that ran twice says the same twice. Raises BrokenPromise otherwise."""
    last: Entry | None = None
    for entry in entries:
        if last is None or entry.path != last.path:
            yield entry
        elif entry != last:
            raise BrokenPromise(
                f"Two different contents claim the address {entry.path}: {last.key} and {entry.key}.",
                remedy="Build the store again; if it stays, two products or pages share a slug.",
            )
        last = entry


def _ends_shard(path: str, mean_size: int) -> bool:
    return int.from_bytes(hashlib.blake2b(path.encode(), digest_size=4).digest()) % mean_size == 0
