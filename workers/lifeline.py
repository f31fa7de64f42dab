"""No process outlives the one that started it, however that one ends, kill -9 included.

The starter holds the write end of a pipe that nobody else has; every process below holds the read end, which reports
the end of file at the moment the starter is gone. Programs of ours call `hold()`; programs of others run behind
`workers.guard`.

On Linux the kernel's parent-death signal helps besides, for a process too busy to read. It follows the *thread* that
started the process, so only processes started by a thread that lives as long as they do may ask for it.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Callable

VARIABLE = "STORELOOM_LIFELINE"
ABANDONED = 75  # exit code of a process whose starter is gone (EX_TEMPFAIL)
_PR_SET_PDEATHSIG = 1

_held: list[int] = []  # the descriptor, once this process or its parent by fork has called hold()
_holder: list[int] = []  # the process that holds it; after a fork, for a moment, the parent


class Lifeline:
    """The starter's side. Give children `pass_fds=[line.read_fd]` and `line.environment`."""

    def __init__(self) -> None:
        self.read_fd, self._write_fd = os.pipe()

    @property
    def environment(self) -> dict[str, str]:
        return {VARIABLE: str(self.read_fd)}

    def close(self) -> None:
        """Everybody who holds it ends. Closing twice is harmless."""
        for descriptor in (self._write_fd, self.read_fd):
            if descriptor >= 0:
                os.close(descriptor)
        self.read_fd = self._write_fd = -1


def hold() -> bool:
    """End this process, and its children by fork, when the starter ends. False where no supervisor gave us a line."""
    given = os.environ.get(VARIABLE)
    if given is None:
        return False
    if not _held:
        _held.append(int(given))
        os.register_at_fork(after_in_child=lambda: _hold_here(_holder[0]))
        _hold_here(os.getppid())
    return True


def _hold_here(parent: int) -> None:
    _holder[:] = [os.getpid()]
    die_with(parent)
    watch(_held[0], lambda: os._exit(ABANDONED))


def die_with(parent: int) -> None:
    """Have the kernel kill this process when the thread that started it ends (Linux; elsewhere the pipe alone)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before we could ask
            os._exit(ABANDONED)


def watch(descriptor: int, closed: Callable[[], None]) -> None:
    """Call `closed` from a thread of its own once the line's starter is gone."""

    def wait() -> None:
        while os.read(descriptor, 1):
            pass
        closed()

    threading.Thread(target=wait, name="lifeline", daemon=True).start()
