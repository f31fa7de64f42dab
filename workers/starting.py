"""Starts one server behind a guard and waits until it really answers."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from typing import BinaryIO, Protocol

import orjson

from workers.data_folder import Lock, ServerHome, mended, write_private
from workers.errors import PortTaken, ServerWontStart
from workers.failures import explain
from workers.guard import guarded
from workers.lifeline import Lifeline
from workers.ports import ports_to_try

START_LIMIT_S = 60.0  # a large append-only file or journal is read first
LEAVING_LIMIT_S = 15.0  # a server whose starter was killed needs a moment to stop
STOP_LIMIT_S = 15.0
POLL_S = 0.02


class Server(Protocol):
    """A server that can be started: valkey.Valkey, mongod.Mongod."""

    @property
    def home(self) -> ServerHome: ...
    def command(self, port: int) -> list[str]: ...
    def url(self, port: int) -> str: ...
    def ready(self, port: int) -> bool: ...


class StartedServer:
    """One run of a server, which is ours to stop."""

    def __init__(self, server: Server, port: int, line: Lifeline, occupied: Lock) -> None:
        self.url = server.url(port)
        self.port = port
        self._server = server
        self._guard = _launch(server.command(port), server.home, line, occupied)

    def await_ready(self) -> None:
        """Wait until it answers. One that does not is stopped; raises ServerWontStart, PortTaken or StorageFull."""
        try:
            _await_ready(self._guard, self._server, self.port)
        except BaseException:
            self._guard.terminate()
            self.wait_stopped()
            raise

    def announce(self) -> None:
        """Tell the other processes that use the data folder where it is."""
        notice = {"url": self.url, "guard": self._guard.pid}
        write_private(self._server.home.notice, orjson.dumps(notice).decode())

    def wait_ended(self) -> int:
        """Wait for as long as it runs. Returns the exit code; 128 + n when signal n killed it, -n for its guard."""
        return self._guard.wait()

    def ask_to_stop(self) -> None:
        self._server.home.notice.unlink(missing_ok=True)
        self._guard.terminate()

    def wait_stopped(self) -> None:
        try:
            self._guard.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            self._guard.kill()  # the kernel's parent-death signal takes the server along
            self._guard.wait()


def start(server: Server, line: Lifeline) -> StartedServer:
    """Start it on its own port, or another where that is taken. The caller holds the starter's lock.

    Raises ServerMissing, ServerWontStart, PortTaken, StorageFull or FolderUnusable.
    """
    occupied = occupy(server.home)
    try:
        for port in ports_to_try(server.home.port()):
            try:
                return _start_at(port, server, line, occupied)
            except PortTaken:
                continue
        raise PortTaken(f"No free port was found for {server.home.name}.")
    finally:
        occupied.release()  # the guard and the server hold it from here on


def _start_at(port: int, server: Server, line: Lifeline, occupied: Lock) -> StartedServer:
    started = StartedServer(server, port, line, occupied)
    started.await_ready()
    server.home.remember_port(port)
    started.announce()
    return started


def _launch(command: list[str], home: ServerHome, line: Lifeline, occupied: Lock) -> subprocess.Popen[bytes]:
    with mended(home.log.parent), _fresh_log(home.log) as log:
        return subprocess.Popen(
            guarded(command, keep=[occupied.descriptor]),
            env=os.environ | line.environment,
            pass_fds=[line.read_fd, occupied.descriptor],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C at the terminal is the starter's to answer
        )


def _fresh_log(path: Path) -> BinaryIO:
    """An empty log; the one before is kept beside it."""
    if path.exists():
        path.replace(path.with_suffix(".log.1"))
    return path.open("wb")


def _await_ready(guard: subprocess.Popen[bytes], server: Server, port: int) -> None:
    deadline = time.monotonic() + START_LIMIT_S
    while not server.ready(port):
        try:
            code = guard.wait(POLL_S)
        except subprocess.TimeoutExpired:
            if time.monotonic() > deadline:
                raise _too_slow(server.home) from None
        else:
            raise explain(server.home.name, code, server.home.log, port)


def _too_slow(home: ServerHome) -> ServerWontStart:
    return ServerWontStart(f"{home.name} did not get ready within {START_LIMIT_S:.0f} s (log: {home.log}).")


def occupy(home: ServerHome) -> Lock:
    """Wait until no server is at work on these files."""
    lock = home.occupied()
    deadline = time.monotonic() + LEAVING_LIMIT_S
    while not lock.acquire():
        if time.monotonic() > deadline:
            remedy = "Stop it (its log is in the folder log beside), or set STORELOOM_DATA_DIR to another folder."
            raise ServerWontStart(f"Another {home.name} server is at work in {home.folder}.", remedy=remedy)
        time.sleep(POLL_S)
    return lock
