"""What is known of other workers without asking them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tasks import neighbours
from tasks.neighbours import is_gone, this_machine


def ended_process() -> int:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


def test_a_process_of_this_machine_that_ended_is_gone() -> None:
    assert is_gone(f"host:{ended_process()}", this_machine())


def test_a_process_that_lives_is_not_gone_nor_is_one_of_another_user() -> None:
    assert not is_gone(f"host:{os.getpid()}", this_machine())
    assert not is_gone("host:1", this_machine())


def test_of_another_machine_or_of_a_container_with_the_same_host_name_nothing_is_known() -> None:
    worker = f"host:{ended_process()}"
    assert not is_gone(worker, "another kernel pid:[4026531836]")
    assert not is_gone(worker, f"{this_machine()}0")
    assert not is_gone(worker, None), "a worker of an older version does not say"


def test_a_system_that_does_not_tell_knows_of_no_neighbours(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(neighbours, "Path", lambda _: tmp_path / "missing")
    assert this_machine.__wrapped__() is None
