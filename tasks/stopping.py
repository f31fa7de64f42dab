"""Ends the work of a batch before it is done, wherever it is: with an exception in the main thread.

That thread waits for a coroutine, which is cancelled then, or computes in Python; a signal reaches it in both. Nothing
is raised while no batch is at work, so a signal that comes late does no harm.
"""

from __future__ import annotations

import signal
import threading
import time
from types import FrameType, TracebackType

SIGNAL = signal.SIGUSR2  # from this process: the batch was taken away; from the worker: hand it back
CLEANING_UP_S = 0.4  # what the work does on its way out is not broken into; who asks, asks again every 0.5 s


def heed() -> None:
    """Called once in each pool child: without a handler the signal would end the process."""
    signal.signal(SIGNAL, _stop)


class BatchStopped(BaseException):
    """Not an Exception: what handles the errors of single items must let it through."""


class BatchTakenAway(BatchStopped):
    """The row is not this worker's any more: its build has ended, or its lease ran out."""


class BatchHandedBack(BatchStopped):
    """The worker stops: somebody else is to do the batch."""


class Stoppable:
    """Inside, the main thread's work ends with BatchStopped when somebody asks for it.

    Raised again if it is asked for again, since an exception may get lost: in a callback, or where anything is caught.
    """

    def __init__(self) -> None:
        self._reason: type[BatchStopped] = BatchHandedBack  # unless this process gives another
        self._raised_at = float("-inf")

    def __enter__(self) -> Stoppable:
        global _at_work  # noqa: PLW0603  # a process has one main thread
        _at_work = self
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.over()

    def over(self) -> None:
        """Nothing is raised any more. Called again outside: the last exception may come just as this begins."""
        global _at_work  # noqa: PLW0603
        _at_work = None

    def take_away(self) -> None:
        """From another thread; harmless when the work has ended meanwhile."""
        self._reason = BatchTakenAway
        if _at_work is self:
            signal.pthread_kill(_main_thread(), SIGNAL)

    def end(self) -> None:
        """In the main thread, from the signal's handler."""
        now = time.monotonic()
        if now - self._raised_at > CLEANING_UP_S:
            self._raised_at = now
            raise self._reason


_at_work: Stoppable | None = None


def _main_thread() -> int:
    number = threading.main_thread().ident
    assert number is not None  # noqa: S101  # it runs
    return number


def _stop(_signal: int, _frame: FrameType | None) -> None:
    if _at_work is not None:
        _at_work.end()
