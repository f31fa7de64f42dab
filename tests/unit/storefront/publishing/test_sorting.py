from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from storefront.errors import StorageFull
from storefront.publishing.sorting import EntrySorter
from tests.factories.releases import entry_of


def test_a_small_store_is_sorted_without_the_disk() -> None:
    with EntrySorter() as sorter:
        sorter.add([entry_of("/b/", b""), entry_of("/a/", b"")])
        assert [entry.path for entry in sorter.merged()] == ["/a/", "/b/"]
        assert not sorter._spilled


def test_a_large_one_comes_back_whole_from_runs_that_are_closed_afterwards() -> None:
    entries = [entry_of(f"/{number * 7919 % 1000:03}/é", str(number).encode()) for number in range(1000)]
    with EntrySorter(run_size=90) as sorter:
        for start in range(0, 1000, 30):
            sorter.add(entries[start : start + 30])
        assert list(sorter.merged()) == sorted(entries)
        assert len(sorter._spilled) == 11
    assert all(file.closed for file in sorter._spilled)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full, a device without room")
def test_a_disk_that_takes_no_run_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: Path("/dev/full").open("w+b"))  # noqa: SIM115  # the sorter closes it
    with pytest.raises(StorageFull, match="temporary folder"), EntrySorter(run_size=1) as sorter:
        sorter.add([entry_of("/a/", b"x")])


def test_another_failure_of_the_disk_stays_what_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda **_: Path("/dev/null").open("rb"))  # noqa: SIM115
    with pytest.raises(OSError, match="write"), EntrySorter(run_size=1) as sorter:
        sorter.add([entry_of("/a/", b"x")])
