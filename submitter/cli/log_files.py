"""What supervised processes write, in a file each, when the terminal has something better to show."""

from __future__ import annotations

import threading
from contextlib import suppress
from pathlib import Path
from typing import TextIO


class LogFiles:
    """`write(name, line)` appends to NAME.log below the folder.

    A line that the disk has no room for is lost: the process that said it goes on, and a build that needs the disk
    says so itself.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, TextIO] = {}
        self._one_at_a_time = threading.Lock()

    def __enter__(self) -> LogFiles:
        self._folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, *_: object) -> None:
        with self._one_at_a_time:
            for file in self._files.values():
                with suppress(OSError):  # what was still to be written
                    file.close()
            self._files.clear()

    def write(self, name: str, line: str) -> None:
        with self._one_at_a_time, suppress(OSError):
            if name not in self._files:
                self._files[name] = (self._folder / f"{name}.log").open("a", encoding="utf-8")
            self._files[name].write(line + "\n")
            self._files[name].flush()
