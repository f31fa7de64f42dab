"""Failpoints break what they are told to, as often as they are told, and nothing else."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storefront.failpoints import Broken, _faults, armed, failpoint


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    _faults.cache_clear()
    monkeypatch.setenv("STORELOOM_FAULTS_DIR", str(tmp_path))
    yield monkeypatch
    monkeypatch.undo()
    _faults.cache_clear()


def test_without_faults_nothing_happens(faults: pytest.MonkeyPatch) -> None:
    faults.delenv("STORELOOM_FAULTS", raising=False)
    failpoint("close.after_publish")
    assert armed() == []


def test_a_fault_breaks_its_place_as_often_as_told(faults: pytest.MonkeyPatch) -> None:
    faults.setenv("STORELOOM_FAULTS", "here=raise@2")
    assert armed() == ["here"]
    for _ in range(2):
        with pytest.raises(Broken):
            failpoint("here")
    failpoint("here")
    failpoint("elsewhere")


def test_a_fault_of_one_item_leaves_the_others_alone(faults: pytest.MonkeyPatch) -> None:
    faults.setenv("STORELOOM_FAULTS", "photos.item[round-1.jpg]=memory")
    failpoint("photos.item", "round-2.jpg")
    with pytest.raises(MemoryError):
        failpoint("photos.item", "round-1.jpg")


def test_times_are_counted_over_processes(tmp_path: Path) -> None:
    environment = {**os.environ, "STORELOOM_FAULTS": "here=kill@2", "STORELOOM_FAULTS_DIR": str(tmp_path)}
    code = "from storefront.failpoints import failpoint; failpoint('here')"
    ends = [subprocess.run([sys.executable, "-c", code], env=environment, check=False).returncode for _ in range(3)]
    assert ends == [-signal.SIGKILL, -signal.SIGKILL, 0]


@pytest.mark.parametrize("words", ["nonsense", "here=dance", "=kill"])
def test_a_fault_that_cannot_be_read_is_an_error(faults: pytest.MonkeyPatch, words: str) -> None:
    faults.setenv("STORELOOM_FAULTS", words)
    with pytest.raises(ValueError, match="STORELOOM_FAULTS"):
        failpoint("here")
