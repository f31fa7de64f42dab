"""Starting any server: ports that are taken, servers that end or never answer, folders that are occupied."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from workers import starting
from workers.data_folder import ServerHome
from workers.errors import PortTaken, ServerWontStart
from workers.lifeline import Lifeline
from workers.ports import TRIES, listens
from workers.starting import start

LISTENING = """
import signal, socket, sys
try:
    server = socket.create_server(("127.0.0.1", int(sys.argv[1])))
except OSError as error:
    sys.exit(f"bind: {error.strerror}")
signal.pause()
"""


class Small:
    """A server of a few lines, for whatever behaviour a test needs."""

    def __init__(self, folder: Path, code: str = LISTENING) -> None:
        self.home = ServerHome("small", folder)
        self.home.prepare()
        self.tried: list[int] = []
        self._code = code

    def command(self, port: int) -> list[str]:
        self.tried.append(port)
        return [sys.executable, "-c", self._code, str(port)]

    def url(self, port: int) -> str:
        return f"small://{port}"

    def ready(self, port: int) -> bool:
        return listens(port)


@pytest.fixture
def line() -> Iterator[Lifeline]:
    made = Lifeline()
    yield made
    made.close()


def test_a_server_keeps_its_port_and_is_gone_when_stopped(tmp_path: Path, line: Lifeline) -> None:
    small = Small(tmp_path)
    for _ in range(2):
        server = start(small, line)
        assert server.url == f"small://{small.tried[0]}"
        assert small.home.occupied().held()
        assert small.home.notice.is_file()
        server.ask_to_stop()
        server.wait_stopped()
        assert not small.home.notice.exists()
        assert not small.home.occupied().held()
        assert not listens(small.tried[0])
    assert small.tried == [small.tried[0]] * 2
    assert (tmp_path / "log" / "small.log.1").is_file()


class Careful(Small):
    """Ready only where its own process listens, as mongod's log and Valkey's password tell."""

    def ready(self, port: int) -> bool:
        below = psutil.Process().children(recursive=True)
        return any(connection.laddr.port == port for child in below for connection in _listeners(child))


def _listeners(process: psutil.Process) -> list[Any]:
    try:
        return list(process.net_connections())
    except psutil.NoSuchProcess:
        return []


def test_a_taken_port_sends_it_to_another(tmp_path: Path, line: Lifeline) -> None:
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        taken = stranger.getsockname()[1]
        careful = Careful(tmp_path)
        careful.home.remember_port(taken)
        server = start(careful, line)
        assert careful.tried[0] == taken
        assert server.url == f"small://{careful.tried[1]}"
        assert careful.home.port() == careful.tried[1] != taken
        server.ask_to_stop()
        server.wait_stopped()


def test_the_tries_end(tmp_path: Path, line: Lifeline) -> None:
    never = Small(tmp_path, "import sys; sys.exit('bind: Address already in use')")
    with pytest.raises(PortTaken, match=r"No free port was found for small"):
        start(never, line)
    assert len(never.tried) == TRIES
    assert not never.home.occupied().held()


def test_a_server_that_ends_is_quoted(tmp_path: Path, line: Lifeline) -> None:
    with pytest.raises(ServerWontStart, match=r"small ended with exit code 1: bad option \(log: .*small\.log\)"):
        start(Small(tmp_path, "import sys; sys.exit('bad option')"), line)


def test_a_server_that_never_answers_is_stopped(
    tmp_path: Path, line: Lifeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "START_LIMIT_S", 0.2)
    mute = Small(tmp_path, "import signal; signal.pause()")
    with pytest.raises(ServerWontStart, match=r"small did not get ready within 0 s"):
        start(mute, line)
    assert not mute.home.occupied().held()


def test_one_that_will_not_stop_is_killed(tmp_path: Path, line: Lifeline, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "STOP_LIMIT_S", 0.2)
    stubborn = Small(tmp_path, "import signal; signal.signal(15, signal.SIG_IGN)\n" + LISTENING)
    others = set(psutil.Process().children(recursive=True))
    server = start(stubborn, line)
    family = set(psutil.Process().children(recursive=True)) - others
    server.ask_to_stop()
    server.wait_stopped()
    assert family
    assert psutil.wait_procs(list(family), timeout=15)[1] == []


def test_a_folder_that_another_server_works_in_is_left_alone(
    tmp_path: Path, line: Lifeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starting, "LEAVING_LIMIT_S", 0.1)
    small = Small(tmp_path)
    other = small.home.occupied()
    assert other.acquire()
    with pytest.raises(ServerWontStart, match=r"Another small server is at work in .*small\. Stop it"):
        start(small, line)
    other.release()
    assert small.tried == []
