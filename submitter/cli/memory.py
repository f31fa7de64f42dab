"""The memory of the processes below this one, watched while they work."""

from __future__ import annotations

import threading

import psutil

_LOOK_EVERY_S = 0.5


class MemoryWatch:
    """Notes each Celery process's largest proportional set size (PSS, MB) seen during the block, by name and id."""

    def __init__(self) -> None:
        self.peaks_mb: dict[str, float] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="memory", daemon=True)

    def __enter__(self) -> MemoryWatch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(_LOOK_EVERY_S):
            for process in psutil.Process().children(recursive=True):
                self._look(process)

    def _look(self, process: psutil.Process) -> None:
        try:
            name = _name(process.cmdline())
            if name:
                label = f"{name} {process.pid}"
                self.peaks_mb[label] = max(self.peaks_mb.get(label, 0.0), _megabytes(process))
        except psutil.Error:
            return  # it has just ended


def _name(argv: list[str]) -> str | None:
    """ "rendering" of `celery -A workers.app worker -n rendering@%h …`; "decoder" of the photo helper."""
    if "storefront.imaging.decoder_process" in argv:
        return "decoder"
    named = [argv[place + 1] for place, word in enumerate(argv[:-1]) if word == "-n"]
    return named[0].split("@")[0] if named and "worker" in argv else None


def _megabytes(process: psutil.Process) -> float:
    memory = process.memory_full_info()
    size_bytes: int = getattr(memory, "pss", memory.rss)
    return round(size_bytes / 1_000_000, 1)
