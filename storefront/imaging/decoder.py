"""Photos opened in a process of their own (decoder_process.py): started when first needed, used for many photos.

What a photo may do to that process ends there: a crash, an endless loop or a bomb costs the photo and a restart.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TypeVar

from storefront.errors import OperatorsError, PhotoUnusable
from storefront.imaging.answers import facts_from, files_from
from storefront.imaging.framing import BadMessage, Head
from storefront.imaging.helper import Helper, HelperDied
from storefront.imaging.models import ImageVariant, MediaFacts

T = TypeVar("T")

MEMORY_BYTES = 512 * 1024 * 1024
TIME_LIMIT_S = 30.0
_START_LIMIT_S = 30.0
_CLOSE_LIMIT_S = 5.0
# Coverage measures the process only when it finds these; nothing else of our environment is handed on.
_HANDED_ON = ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG")


@dataclass(frozen=True, slots=True)
class Encoded:
    variant: ImageVariant
    data: bytes


@dataclass(frozen=True, slots=True)
class Failure:
    variant: ImageVariant
    reason: str


class Decoder:
    """One decoder process, one request at a time, from any thread.

    Waiting releases the GIL; in a coroutine call it through asyncio.to_thread. Close it, or use it in a `with` block.
    Every method raises OperatorsError when the process cannot be started.
    """

    def __init__(
        self,
        *,
        time_limit_s: float = TIME_LIMIT_S,
        memory_bytes: int = MEMORY_BYTES,
        command: Sequence[str] | None = None,
    ) -> None:
        """`command` stands for our own decoder process; it gets no arguments besides its own."""
        module = [sys.executable, "-I", "-m", "storefront.imaging.decoder_process"]
        self._command = command or [*module, str(memory_bytes), str(round(time_limit_s) + 1)]
        self._time_limit_s = time_limit_s
        self._helper: Helper | None = None
        self._lock = threading.Lock()

    @property
    def pid(self) -> int | None:
        """The process in use, None before the first photo and after closing."""
        return self._helper.pid if self._helper else None

    def probe(self, data: bytes) -> MediaFacts:
        """Open the photo once and say what it is. Raises PhotoUnusable with the reason."""
        return self._ask({"job": "probe"}, data, lambda head, _: facts_from(head, data))

    def encode(self, data: bytes, variants: Sequence[ImageVariant]) -> list[Encoded | Failure]:
        """All variants from one decode, in their order. Raises PhotoUnusable when the photo cannot be opened."""
        return self._files("encode", data, variants)

    def stand_ins(self, variants: Sequence[ImageVariant]) -> list[Encoded | Failure]:
        """The picture shown in place of a photo, in each variant's size and format. Needs no photo."""
        return self._files("stand_in", b"", variants)

    def close(self) -> None:
        """End the process, if there is one: by closing its pipe, by force where that is not enough."""
        with self._lock:
            if self._helper:
                self._helper.end(within_s=_CLOSE_LIMIT_S)
                self._helper = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _files(self, job: str, data: bytes, variants: Sequence[ImageVariant]) -> list[Encoded | Failure]:
        if not variants:
            return []
        head = {"job": job, "wanted": [_wanted(variant) for variant in variants]}
        made = self._ask(head, data, lambda head, body: files_from(head, body, count=len(variants)))
        return [
            Encoded(variant, one) if isinstance(one, bytes) else Failure(variant, one)
            for variant, one in zip(variants, made, strict=True)
        ]

    def _ask(self, head: Head, data: bytes, read: Callable[[Head, bytes], T]) -> T:
        """The answer as `read` gives it. After a crash a second process is asked: something else may have ended the
        first (its idle time, the system short of memory); a photo that ends two of them is to blame."""
        with self._lock:
            try:
                return self._ask_once(head, data, read)
            except HelperDied as death:
                if death.out_of_time:
                    raise _unusable(death, self._time_limit_s) from death
            try:
                return self._ask_once(head, data, read)
            except HelperDied as death:
                raise _unusable(death, self._time_limit_s) from death

    def _ask_once(self, head: Head, data: bytes, read: Callable[[Head, bytes], T]) -> T:
        helper = self._helper or self._started()
        self._helper = None  # until it has answered in order
        try:
            answer = read(*helper.ask(head, data, within_s=self._time_limit_s))
        except PhotoUnusable:
            self._helper = helper
            raise
        except BaseException as error:  # also when a task's time limit breaks in: half an answer may be in the pipe
            helper.end(within_s=0)
            if isinstance(error, BadMessage):
                raise HelperDied(0, out_of_time=False) from error
            raise
        self._helper = helper
        return answer

    def _started(self) -> Helper:
        try:
            return Helper(self._command, _environment(), start_within_s=_START_LIMIT_S)
        except (HelperDied, OSError) as error:
            raise OperatorsError(
                "The photo decoder does not start.",
                remedy="Try it by hand: python -m storefront.imaging.decoder_process 536870912 30 </dev/null",
            ) from error


def _wanted(variant: ImageVariant) -> list[int | str]:
    """As decoder_process.py reads it."""
    ground = [variant.ground] if variant.ground else []
    return [variant.width_px, variant.height_px, variant.format, *ground]


def _environment() -> dict[str, str]:
    """No credentials; and one arena for malloc, as each further one reserves 64 MB of the limited address space."""
    handed_on = {name: os.environ[name] for name in _HANDED_ON if name in os.environ}
    return {"LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1", **handed_on}


def _unusable(death: HelperDied, time_limit_s: float) -> PhotoUnusable:
    if death.out_of_time:
        return PhotoUnusable(f"The photo took longer than {time_limit_s:g} s to open.", remedy="Save it smaller.")
    how = f" ({signal.Signals(-death.returncode).name})" if death.returncode < 0 else ""
    return PhotoUnusable(f"The photo crashed the decoder{how}.")
