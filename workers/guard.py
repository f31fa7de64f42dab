"""Starts a program that knows nothing of lifelines so that it ends with its starter all the same.

    python -m workers.guard --keep 7 -- mongod --port 27017     a server: this process stays beside it and stops it
    python -m workers.guard --become -m celery worker           Python: the same process holds the line and runs it

`--keep` names descriptors (locks) that stay open as long as the guard or the server lives.
"""

from __future__ import annotations

import os
import runpy
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from workers.lifeline import VARIABLE, die_with, hold, watch

NOT_STARTED = 127  # as shells say it
STOP_LIMIT_S = 10.0  # a server that has not stopped by then is killed


def guarded(argv: Sequence[str], *, keep: Sequence[int] = ()) -> list[str]:
    """The command that runs the program `argv` behind a guard."""
    kept = [word for descriptor in keep for word in ("--keep", str(descriptor))]
    return [sys.executable, "-P", "-m", "workers.guard", *kept, "--", *argv]


def holding(argv: Sequence[str]) -> list[str]:
    """The command that runs Python's own `-m module …` or `script …` so that it holds the line."""
    return [sys.executable, "-m", "workers.guard", "--become", *argv]


def _guard(argv: Sequence[str], keep: Sequence[int]) -> int:
    """Run a server until it ends or the line closes. Returns its exit code, 128 + n for signal n, as shells do."""
    line = int(os.environ.pop(VARIABLE))
    asked: SimpleQueue[None] = SimpleQueue()  # safe to use in a signal's handler
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: asked.put(None))
    try:
        # Safe in spite of the rule: this process has no second thread yet.
        server = subprocess.Popen(argv, pass_fds=keep, preexec_fn=partial(die_with, os.getpid()))  # noqa: PLW1509
    except OSError as error:
        sys.stderr.write(f"{argv[0]}: {error.strerror}\n")
        return NOT_STARTED

    watch(line, lambda: asked.put(None))
    threading.Thread(target=_stop_when_asked, args=(server, asked), daemon=True).start()
    code = server.wait()
    return 128 - code if code < 0 else code


def _stop_when_asked(server: subprocess.Popen[bytes], asked: SimpleQueue[None]) -> None:
    asked.get()
    server.terminate()
    try:
        server.wait(STOP_LIMIT_S)
    except subprocess.TimeoutExpired:
        server.kill()


def _become(argv: list[str]) -> None:
    hold()
    if argv[0] == "-m":
        sys.argv = argv[1:]
        runpy.run_module(argv[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = argv
        sys.path[0] = str(Path(argv[0]).parent)  # as Python does for a script
        runpy.run_path(argv[0], run_name="__main__")


def main(argv: list[str]) -> int:
    if argv[0] == "--become":
        _become(argv[1:])
        return 0
    end = argv.index("--")
    return _guard(argv[end + 1 :], [int(descriptor) for descriptor in argv[1:end:2]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
