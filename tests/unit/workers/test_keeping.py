"""Keeping any server: started again where it was, given up aloud, and never started while it is being stopped."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from tests.factories.nodes import wait_until
from tests.unit.workers.test_starting import LISTENING, Small, line
from workers import keeping
from workers.keeping import KeptServer
from workers.lifeline import Lifeline
from workers.ports import listens

__all__ = ["line"]

MARKED = "import pathlib, sys; again = pathlib.Path({mark!r}).exists()\n"


class Said:
    """What was written to standard error so far."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self._text = ""

    @property
    def text(self) -> str:
        self._text += self._capsys.readouterr().err
        return self._text


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    return Said(capsys)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "FIRST_DELAY_S", 0.01)
    monkeypatch.setattr(keeping, "LAST_DELAY_S", 0.02)


@contextmanager
def kept(small: Small, line: Lifeline) -> Iterator[KeptServer]:
    server = KeptServer(small, line)
    try:
        yield server
    finally:
        server.ask_to_stop()
        server.wait_stopped()
        assert not small.home.notice.exists()
        assert not small.home.occupied().held()


def kill(port: int) -> None:
    """kill -9 of the process that was started for the port."""
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            command = child.cmdline()
            if command[-1:] == [str(port)] and "--" not in command:
                child.kill()


def test_it_is_started_again_where_it_was(tmp_path: Path, line: Lifeline, said: Said) -> None:
    small = Small(tmp_path)
    with kept(small, line) as server:
        kill(small.tried[0])
        wait_until(lambda: "It answers again at the same address." in said.text, "it is back")
        assert listens(small.tried[0])
        assert small.tried == [small.tried[0]] * 2
        assert server.url == f"small://{small.tried[0]}"
    assert "storeloom: small: It was killed. It is started again in 0.0 s." in said.text
    assert not listens(small.tried[0])


def test_its_last_words_are_quoted_and_it_is_given_up(tmp_path: Path, line: Lifeline, said: Said) -> None:
    mark = tmp_path / "damaged"
    damaged = MARKED.format(mark=str(mark)) + "if again: sys.exit('bad data, password=hush')\n"
    small = Small(tmp_path, damaged + LISTENING)
    with kept(small, line):
        mark.touch()
        kill(small.tried[0])
        wait_until(lambda: "given up" in said.text, "it is given up")
    assert "small ended with exit code 1: bad data" in said.text
    assert "It ended 5 times right after its start and is given up. Mend it" in said.text
    assert "hush" not in said.text
    assert len(small.tried) == 5


def test_one_that_was_well_for_long_is_not_given_up(
    tmp_path: Path, line: Lifeline, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "QUICK_S", 0.0)
    small = Small(tmp_path)
    with kept(small, line):
        for times in range(1, 7):
            kill(small.tried[0])
            wait_until(lambda wanted=times: said.text.count("answers again") == wanted, "it is back")
    assert "given up" not in said.text


def test_a_port_taken_meanwhile_is_waited_for(tmp_path: Path, line: Lifeline, said: Said) -> None:
    mark = tmp_path / "taken"
    refused = MARKED.format(mark=str(mark)) + "if again: sys.exit('bind: Address already in use')\n"
    small = Small(tmp_path, refused + LISTENING)
    with kept(small, line):
        mark.touch()
        kill(small.tried[0])
        wait_until(lambda: f"Port {small.tried[0]}, which small is to listen on, is taken." in said.text, "it is told")
        mark.unlink()
        wait_until(lambda: "answers again" in said.text, "it is back")
    assert set(small.tried) == {small.tried[0]}


def test_stopped_before_it_is_started_again_it_stays_away(
    tmp_path: Path, line: Lifeline, said: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "FIRST_DELAY_S", 3600.0)
    monkeypatch.setattr(keeping, "LAST_DELAY_S", 3600.0)
    small = Small(tmp_path)
    with kept(small, line):
        kill(small.tried[0])
        wait_until(lambda: "started again" in said.text, "its end was seen")
    assert len(small.tried) == 1


def test_stopped_while_it_starts_again_it_is_gone(tmp_path: Path, line: Lifeline, said: Said) -> None:
    mark, there = tmp_path / "slow", tmp_path / "there"
    slow = f"if again: pathlib.Path({str(there)!r}).touch(); import signal; signal.pause()\n"
    small = Small(tmp_path, MARKED.format(mark=str(mark)) + slow + LISTENING)
    with kept(small, line):
        mark.touch()
        kill(small.tried[0])
        wait_until(there.exists, "it runs, and does not answer yet")
    assert "given up" not in said.text
    with socket.create_server(("127.0.0.1", small.tried[0])):
        assert len(small.tried) == 2
