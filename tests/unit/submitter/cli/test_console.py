"""The command is named so that it works where it is said."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from submitter.cli.console import this_command


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment with the command, in the folder we are in; not on the PATH."""
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    command = programs / "storeloom"
    command.write_text("#!/bin/sh\n")
    command.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(programs / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return programs


@pytest.mark.usefixtures("installed")
def test_off_the_path_it_is_named_by_its_place() -> None:
    assert this_command() == ".venv/bin/storeloom"


def test_from_elsewhere_by_its_whole_place(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")
    assert Path("/", this_command()) == installed / "storeloom"


def test_on_the_path_its_name_is_enough(installed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(installed))
    assert this_command() == "storeloom"


def test_another_one_on_the_path_is_not_meant(installed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "storeloom"
    other.write_text("#!/bin/sh\n")
    other.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{installed}")
    assert this_command() == ".venv/bin/storeloom"
