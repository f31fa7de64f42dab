"""Keeps the processes of a Procfile running, and stops them in order.

Each has a session of its own, a thread here that starts it, reads what it writes and starts it again when it ends,
and the supervisor's lifeline, so that none outlives us. One that keeps dying is started again for ever, with growing
delays: what ends it may pass, as an outage of Redis does. It is said once, and again when the process is well.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from pathlib import Path
from queue import SimpleQueue
from types import FrameType
from typing import IO

from workers.errors import ServerMissing
from workers.guard import NOT_STARTED, guarded, holding
from workers.lifeline import Lifeline
from workers.process_log import OnLine, prefixing
from workers.procfile import ProcessSpec, spec_from_procfile

__all__ = ["ProcessSpec", "Supervisor", "spec_from_procfile"]

QUICK_S = 10.0  # one that ran for longer was well; its next death counts as the first
QUICK_DEATHS = 5
FIRST_DELAY_S, LAST_DELAY_S = 0.5, 8.0


class Supervisor:
    """start() and stop(), or run() for both with signals.

    `env` is added to our own environment. `on_line(name, line)` gets what the processes write; without it the lines
    go to the standard output with the name before them.
    """

    def __init__(self, processes: Sequence[ProcessSpec], env: Mapping[str, str], on_line: OnLine | None = None) -> None:
        self._line = Lifeline()
        self._killing = False
        told = on_line or prefixing(sys.stdout, [process.name for process in processes])
        everything = {**os.environ, **env, **self._line.environment, "PYTHONUNBUFFERED": "1"}
        self._keepers = [
            _Keeper(process, everything, self._line.read_fd, told, lambda: self._killing) for process in processes
        ]

    @property
    def ailing(self) -> list[str]:
        """Names of the processes that ended right after their start again and again, and have not been well since."""
        return [keeper.spec.name for keeper in self._keepers if keeper.ails]

    def start(self) -> None:
        """Start all. Raises ServerMissing for a program that is not there, before anything is started."""
        for keeper in self._keepers:
            if not shutil.which(keeper.spec.argv[0]):
                raise ServerMissing(f"{keeper.spec.argv[0]}, which runs {keeper.spec.name}, is not installed.")
        for keeper in self._keepers:
            keeper.start()

    def stop(self) -> None:
        """Stop the workers with the time they need to finish, then the others; whoever does not is killed."""
        for first in (True, False):
            group = [keeper for keeper in self._keepers if keeper.spec.stops_first is first]
            for keeper in group:
                keeper.ask_to_stop()
            for keeper in group:
                keeper.finish()
        self._line.close()

    def run(self) -> None:
        """Run until SIGTERM or SIGINT (main thread only). A second one kills what has not stopped yet."""
        ended: SimpleQueue[None] = SimpleQueue()  # safe to use in a signal's handler
        times = count()

        def ask(_signal: int, _frame: FrameType | None) -> None:
            if next(times):
                self._killing = True  # before the line, whose closing ends them: nobody starts one again
                self._line.close()
            ended.put(None)

        before = {number: signal.signal(number, ask) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            self.start()
            ended.get()
        finally:
            self.stop()
            for number, handler in before.items():
                signal.signal(number, handler)


class _Keeper(threading.Thread):
    """Keeps one process running. It starts it itself: the parent-death signal follows the thread that did."""

    def __init__(
        self, spec: ProcessSpec, env: Mapping[str, str], line: int, on_line: OnLine, killing: Callable[[], bool]
    ) -> None:
        super().__init__(name=f"keeper of {spec.name}", daemon=True)
        self.spec = spec
        self.ails = False
        self._env = env
        self._line = line
        self._on_line = on_line
        self._killing = killing
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._change = threading.Lock()  # a process is not started while it is being stopped

    def run(self) -> None:
        quick = 0
        while not self._stopping.is_set():
            started = time.monotonic()
            code = self._run_once()
            if self._stopping.is_set() or self._killing():
                return
            quick = quick + 1 if time.monotonic() - started < QUICK_S else 1
            delay = min(FIRST_DELAY_S * 2 ** (quick - 1), LAST_DELAY_S)
            self._say_end(_outcome(code), quick, delay)
            self._stopping.wait(delay)

    def _say_end(self, outcome: str, quick: int, delay: float) -> None:
        """Each end, until it is known that they go on; then only that they do."""
        if quick < QUICK_DEATHS:
            self._say(f"ended ({outcome}); starting again in {delay:.1f} s.")
        elif not self.ails:
            self.ails = True
            self._say(
                f"ended {quick} times in a row right after its start (last: {outcome}). Its own lines say why: "
                f"mend that. It is tried again every {LAST_DELAY_S:.0f} s."
            )

    def _recover(self) -> None:
        if self.ails:
            self.ails = False
            self._say("is well again.")

    def ask_to_stop(self) -> None:
        with self._change:
            self._stopping.set()
            if self._process and self._process.returncode is None:
                self._process.terminate()

    def finish(self) -> None:
        if self.ident is None:
            return
        self.join(self.spec.grace_s)
        if self.is_alive():
            self._say(f"did not stop within {self.spec.grace_s:.0f} s; killed.")
            self._kill_group()
            self.join()

    def _run_once(self) -> int:
        """Run it to its end, and whatever it left behind with it. Returns its exit code."""
        with self._change:
            if self._stopping.is_set():
                return 0
            process = self._process = self._launch()
        assert process.stdout is not None  # noqa: S101  # a pipe was asked for
        reader = threading.Thread(target=self._read, args=(process.stdout,), daemon=True)
        reader.start()
        recovery = threading.Timer(QUICK_S, self._recover)
        recovery.daemon = True
        recovery.start()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # not reaped: its number stays its own until then
        recovery.cancel()
        self._kill_group()
        code = process.wait()
        reader.join()
        return code

    def _launch(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            _with_line(self.spec.argv),
            env=self._env,
            pass_fds=[self._line],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def _kill_group(self) -> None:
        if self._process:
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except ProcessLookupError:
                return

    def _read(self, stream: IO[bytes]) -> None:
        with stream:
            for line in stream:
                self._on_line(self.spec.name, line.decode(errors="replace").rstrip("\r\n"))

    def _say(self, what: str) -> None:
        self._on_line("supervisor", f"{self.spec.name} {what}")


def _with_line(argv: Sequence[str]) -> list[str]:
    """The command that holds the lifeline from its first moment: Python by itself, everything else behind a guard."""
    if argv[0] == sys.executable and len(argv) > 1 and (argv[1] == "-m" or not argv[1].startswith("-")):
        return holding(argv[1:])
    program = Path(argv[0])
    if program.parent == Path(sys.executable).parent and program.read_bytes()[:2] == b"#!":
        return holding(argv)
    return guarded(argv)


def _outcome(code: int) -> str:
    if code == NOT_STARTED:
        return "its program could not be started"
    return f"exit code {code}" if code >= 0 else f"killed by {signal.Signals(-code).name}"
