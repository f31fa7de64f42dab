from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storefront.errors import BrokenPromise
from storefront.publishing.sharding import cut
from storefront.publishing.sorting import EntrySorter
from storefront.storage.manifest import Entry
from tests.factories.releases import entry_of

PATHS = st.lists(st.text("abcdé/-.0", min_size=1, max_size=12).map("/".__add__), unique=True, max_size=60)


def shards_of(batches: list[list[Entry]], run_size: int = 50_000, mean_size: int = 4) -> list[list[Entry]]:
    with EntrySorter(run_size) as sorter:
        for batch in batches:
            sorter.add(batch)
        return list(cut(sorter.merged(), mean_size))


@given(paths=PATHS, draw=st.data())
def test_the_same_entries_give_the_same_shards_whatever_the_batches_order_and_memory(
    paths: list[str], draw: st.DataObject
) -> None:
    entries = [entry_of(path, path.encode()) for path in paths]
    shuffled = draw.draw(st.permutations(entries))
    borders = sorted(draw.draw(st.lists(st.integers(0, len(entries)), max_size=5)))
    batches = [shuffled[a:b] for a, b in zip([0, *borders], [*borders, len(entries)], strict=True)]
    repeated = [*batches, *draw.draw(st.lists(st.sampled_from(batches), max_size=2))]
    shards = shards_of(repeated, run_size=draw.draw(st.integers(1, 70)))
    assert shards == shards_of([entries])
    assert [entry.path for shard in shards for entry in shard] == sorted(paths)


def test_a_changed_page_changes_one_shard_and_a_new_one_at_most_two() -> None:
    paths = [f"/products/frame-{number}/" for number in range(3000)]
    before = shards_of([[entry_of(path, b"old") for path in paths]], mean_size=64)
    changed = shards_of([[entry_of(path, b"new" if path == paths[1500] else b"old") for path in paths]], mean_size=64)
    grown = shards_of([[entry_of(path, b"old") for path in [*paths, "/products/frame-150/extra/"]]], mean_size=64)
    assert 20 < len(before) < 100
    assert sum(shard not in before for shard in changed) == 1
    assert 1 <= sum(shard not in before for shard in grown) <= 2


def test_no_shard_is_larger_than_the_bound() -> None:
    entries = [entry_of(f"/{number:04}", b"x") for number in range(1000)]
    shards = list(cut(entries, mean_size=10**9, largest=300))
    assert [len(shard) for shard in shards] == [300, 300, 300, 100]


def test_two_contents_of_one_address_are_a_broken_promise_that_names_both() -> None:
    one, two = entry_of("/twice/", b"one"), entry_of("/twice/", b"two")
    with pytest.raises(BrokenPromise) as caught:
        shards_of([[entry_of("/a/", b"a"), one], [two]])
    assert all(part in str(caught.value) for part in ("/twice/", one.key, two.key))
