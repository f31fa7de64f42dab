"""Drawing a sample's photos on all cores, each core by an interpreter of its own.

Such a drawer takes every n-th photo and says so on its output, a line for each; it ends when nobody listens any more.
Drawers only make it faster: what they leave undone is drawn here in the end, where an error can be told.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from examples.optician.photos import draw_photo, drawings

WORTH_A_DRAWER = 8  # photos; below, starting an interpreter takes longer than it saves

Progress = Callable[[int, int], None]


def draw_missing(folder: Path, products: int, photos: int, progress: Progress | None) -> tuple[int, int]:
    """Draws what isn't there; how many were drawn and how many were there already."""
    there = [(folder / drawing.photo.source).exists() for drawing in drawings(products, photos)]
    reused, missing = sum(there), len(there) - sum(there)
    done = reused
    for _ in _drawn(folder, products, photos, missing):
        done += 1
        if progress:
            progress(done, len(there))
    return missing, reused


def _drawn(folder: Path, products: int, photos: int, missing: int) -> Iterator[None]:
    """Something for each photo that was drawn."""
    parts = min(os.cpu_count() or 1, missing // WORTH_A_DRAWER)
    told = 0
    for _ in _told_by_drawers(folder, products, photos, parts):
        told += 1
        yield
    left = 0
    for drawing in drawings(products, photos):
        if not (folder / drawing.photo.source).exists():
            draw_photo(drawing, folder)
            left += 1
            yield
    yield from [None] * (missing - told - left)


def _told_by_drawers(folder: Path, products: int, photos: int, parts: int) -> Iterator[None]:
    """Something for each line of any drawer, until all have ended."""
    lines: SimpleQueue[bytes] = SimpleQueue()
    command = [sys.executable, "-m", __name__, str(folder), str(products), str(photos), str(parts)]
    drawers = [subprocess.Popen([*command, str(part)], stdout=subprocess.PIPE) for part in range(parts)]
    try:
        for drawer in drawers:
            Thread(target=_listen, args=(drawer, lines), daemon=True).start()
        running = parts
        while running:
            if lines.get():
                yield
            else:
                running -= 1
    finally:
        for drawer in drawers:
            drawer.kill()
            drawer.wait()


def _listen(drawer: subprocess.Popen[bytes], lines: SimpleQueue[bytes]) -> None:
    """Hands its lines over, and an empty one at its end."""
    if drawer.stdout:
        with drawer.stdout as output:
            for line in output:
                lines.put(line)
    lines.put(b"")


def main(folder: Path, products: int, photos: int, parts: int, part: int) -> None:
    """A drawer: every photo of its part that isn't there."""
    for drawing in islice(drawings(products, photos), part, None, parts):
        if not (folder / drawing.photo.source).exists():
            draw_photo(drawing, folder)
            sys.stdout.write("drawn\n")
            sys.stdout.flush()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt, OSError):  # told by whoever started it
        main(Path(sys.argv[1]), *(int(number) for number in sys.argv[2:]))
