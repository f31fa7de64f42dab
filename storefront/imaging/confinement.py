"""The limits the decoder process puts on itself before it reads the first photo."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from contextlib import suppress

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38


def confine(memory_bytes: int) -> None:
    """No more memory than this, no core dumps, no new files, no further rights, and no life after the parent's.

    Under coverage (its variables are in the environment) files stay allowed: it writes its data at exit.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's; we end when it closes the pipe
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_AS, memory_bytes)
    if not any(name.startswith("COVERAGE_") for name in os.environ):
        _limit(resource.RLIMIT_NOFILE, 0)


def allow_cpu(seconds: int) -> None:
    """Let this process use so many more seconds of CPU; the system ends it (SIGXCPU) when they are used up."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (int(used.ru_utime + used.ru_stime) + seconds + 1, most))


def _limit(which: int, most: int) -> None:
    with suppress(ValueError, OSError):  # macOS has no limit on address space: there the watching parent remains
        resource.setrlimit(which, (most, most))
