"""Keeps a server of ours running: one that dies unasked is started again where it was, with its data, and said so.

Its address stays valid, so whoever uses it only has to try again.
"""

from __future__ import annotations

import signal
import sys
import threading
import time
from dataclasses import dataclass

from config.logging import escape_controls, redact
from workers.errors import ServerWontStart
from workers.failures import explain
from workers.lifeline import Lifeline
from workers.starting import Server, StartedServer, occupy, start

QUICK_S = 10.0  # one that answered for longer was well; its next death counts as the first
QUICK_DEATHS = 5
FIRST_DELAY_S, LAST_DELAY_S = 0.5, 8.0
_REMEDY = "Mend it, stop what runs here and start it again: nothing moves on without it."


@dataclass(frozen=True, slots=True)
class _End:
    """How one run ended; `well_s` is the time for which it answered."""

    words: str
    well_s: float = 0.0


class KeptServer:
    """A running server that is ours to keep and to stop. The caller holds the starter's lock."""

    def __init__(self, server: Server, line: Lifeline) -> None:
        """Start it. Raises what workers.starting.start does."""
        self._server = server
        self._line = line
        self._run = start(server, line)
        self.url = self._run.url
        self._stopping = threading.Event()
        self._change = threading.Lock()  # it is not started while it is being stopped
        self._keeper = threading.Thread(target=self._keep, name=f"keeper of {server.home.name}", daemon=True)
        self._keeper.start()

    def ask_to_stop(self) -> None:
        with self._change:
            self._stopping.set()
            self._run.ask_to_stop()

    def wait_stopped(self) -> None:
        self._run.wait_stopped()
        self._keeper.join()

    def _keep(self) -> None:
        end, quick = self._until_it_ends(self._run), 0
        while not self._stopping.is_set():
            quick = quick + 1 if end.well_s < QUICK_S else 1
            if quick >= QUICK_DEATHS:
                self._say(f"{end.words} It ended {quick} times right after its start and is given up. {_REMEDY}")
                return
            delay = min(FIRST_DELAY_S * 2 ** (quick - 1), LAST_DELAY_S)
            self._say(f"{end.words} It is started again in {delay:.1f} s.")
            if not self._stopping.wait(delay):
                end = self._run_again()

    def _run_again(self) -> _End:
        try:
            again = self._launch_again()
            again.await_ready()
        except Exception as error:  # whatever it was, the server is away: it is said, and tried again
            return _End(str(error))
        self._say("It answers again at the same address.")
        return self._until_it_ends(again)

    def _launch_again(self) -> StartedServer:
        """On the same port, for the others know it. Raises ServerWontStart once we are being stopped."""
        occupied = occupy(self._server.home)
        try:
            with self._change:
                if self._stopping.is_set():
                    raise ServerWontStart(f"{self._server.home.name} is being stopped.")
                self._run = StartedServer(self._server, self._run.port, self._line, occupied)
                self._run.announce()
                return self._run
        finally:
            occupied.release()

    def _until_it_ends(self, run: StartedServer) -> _End:
        ready = time.monotonic()
        code = run.wait_ended()
        return _End(self._words(code), time.monotonic() - ready)

    def _words(self, code: int) -> str:
        number = -code if code < 0 else code - 128
        if number == signal.SIGKILL:  # its log cannot say why
            return "It was killed."
        return str(explain(self._server.home.name, code, self._server.home.log, self._run.port))

    def _say(self, what: str) -> None:
        if not self._stopping.is_set():
            sys.stderr.write(f"storeloom: {self._server.home.name}: {escape_controls(redact(what))}\n")
            sys.stderr.flush()
