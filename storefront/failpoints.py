"""Places where a test breaks the process that passes them; without STORELOOM_FAULTS they do nothing.

    STORELOOM_FAULTS="close.after_publish=kill@1 photos.item[round-1.jpg]=exit@99"
    STORELOOM_FAULTS_DIR=/tmp/…

A fault is `place=action@times`, or `place[item]=…` for one item alone: the first `times` passes (1 unless told) break,
counted over all processes by files in the folder. Actions: kill, segv, exit (code 1, nothing cleaned up), stop (until
somebody continues the process), raise, memory (MemoryError), sleep:SECONDS.
"""

from __future__ import annotations

import os
import re
import signal
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FAULT = re.compile(r"(?P<place>[\w.]+)(\[(?P<item>[^\]]*)\])?=(?P<action>[\w:.]+?)(@(?P<times>\d+))?")


class Broken(Exception):
    """What the action `raise` raises: an error nobody thought of."""


@dataclass(frozen=True, slots=True)
class _Fault:
    item: str | None
    action: str
    times: int
    tokens: Path  # this fault's files: one for each time it has happened


def failpoint(place: str, item: str = "") -> None:
    """Break here if a fault says so."""
    for fault in _faults().get(place, ()):
        if fault.item in (None, item) and _take_turn(fault):
            _break(fault.action)


def armed() -> list[str]:
    """The places that break in this process."""
    return sorted(_faults())


@cache
def _faults() -> dict[str, list[_Fault]]:
    """Of this process's environment, read once. A fault that cannot be read is an error: a test that breaks nothing."""
    faults: dict[str, list[_Fault]] = {}
    for words in os.environ.get("STORELOOM_FAULTS", "").split():
        fault = _FAULT.fullmatch(words)
        if fault is None:
            raise ValueError(f"STORELOOM_FAULTS: {words!r} is not of the form place[item]=action@times")
        tokens = Path(os.environ["STORELOOM_FAULTS_DIR"]) / re.sub(r"[^\w.]", "_", words)
        faults.setdefault(fault["place"], []).append(
            _Fault(fault["item"], fault["action"], int(fault["times"] or 1), tokens)
        )
    return faults


def _take_turn(fault: _Fault) -> bool:
    """True for as many passes as the fault has times, whichever processes they are in."""
    for number in range(fault.times):
        try:
            fault.tokens.with_name(f"{fault.tokens.name}.{number}").touch(exist_ok=False)
        except FileExistsError:
            continue
        return True
    return False


def _break(action: str) -> None:
    match action.partition(":"):
        case "kill", _, _:
            os.kill(os.getpid(), signal.SIGKILL)
        case "segv", _, _:
            os.kill(os.getpid(), signal.SIGSEGV)
        case "stop", _, _:
            os.kill(os.getpid(), signal.SIGSTOP)
        case "exit", _, _:
            os._exit(1)
        case "raise", _, _:
            raise Broken("broken on purpose")
        case "memory", _, _:
            raise MemoryError
        case "sleep", _, seconds:
            time.sleep(float(seconds))
        case _:
            raise ValueError(f"STORELOOM_FAULTS: there is no action {action!r}")
