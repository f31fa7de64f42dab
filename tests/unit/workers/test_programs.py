"""Which server program is taken, and what is said where none can run."""

from __future__ import annotations

from pathlib import Path

import pytest

from workers.errors import ServerMissing
from workers.programs import Program, Wanted

LOADER = "error while loading shared libraries: {}: cannot open shared object file: No such file or directory"


def program(folder: Path, name: str, says: str, code: int = 0) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\necho '{says}' >&{2 if code else 1}\nexit {code}\n")
    path.chmod(0o755)
    return path


def wanted(wheel: Path | None = None) -> Wanted:
    return Wanted("MongoDB", ("first-server", "second-server"), lambda: wheel, (4, 4, 0), "Run it elsewhere.")


@pytest.fixture
def on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def test_the_path_comes_before_the_wheel(on_path: Path, tmp_path: Path) -> None:
    wheel = program(tmp_path / "wheel", "mongod", "db version v6.0.5")
    assert wanted(wheel).find() == Program(wheel, (6, 0, 5))
    second = program(on_path, "second-server", "Redis server v=7.0.15 sha=0")
    assert wanted(wheel).find() == Program(second, (7, 0, 15))
    first = program(on_path, "first-server", "db version v4.4.0")
    assert wanted(wheel).find() == Program(first, (4, 4, 0))


@pytest.mark.parametrize(("says", "code"), [("db version v4.2.9", 0), ("nonsense", 0), ("trouble", 1)])
def test_one_that_will_not_do_is_passed_over(on_path: Path, tmp_path: Path, says: str, code: int) -> None:
    program(on_path, "first-server", says, code)
    wheel = program(tmp_path / "wheel", "mongod", "db version v6.0.5")
    assert wanted(wheel).find().path == wheel


def test_nothing_there_names_the_extra_to_install(on_path: Path, tmp_path: Path) -> None:
    with pytest.raises(ServerMissing, match=r"no MongoDB server.*storeloom\[embedded\].*Run it elsewhere"):
        wanted(tmp_path / "not-there").find()


@pytest.mark.parametrize(
    ("library", "package"), [("libcurl.so.4", "libcurl4"), ("liblzma.so.5", "liblzma5"), ("libcrypto.so.3", "libssl3")]
)
def test_a_missing_library_names_the_package(on_path: Path, tmp_path: Path, library: str, package: str) -> None:
    wheel = program(tmp_path / "wheel", "mongod", LOADER.format(library), 127)
    with pytest.raises(ServerMissing) as raised:
        wanted(wheel).find()
    assert LOADER.format(library) in raised.value.what
    assert f"apt-get install {package}." in raised.value.remedy


def test_a_library_no_package_brings_sends_elsewhere(on_path: Path, tmp_path: Path) -> None:
    wheel = program(tmp_path / "wheel", "mongod", LOADER.format("libcrypto.so.1.1"), 127)
    with pytest.raises(ServerMissing) as raised:
        wanted(wheel).find()
    assert raised.value.remedy == "Run it elsewhere."


def test_a_file_that_is_no_program_is_named_with_the_reason(on_path: Path, tmp_path: Path) -> None:
    wheel = tmp_path / "mongod"
    wheel.write_text("not a program")
    with pytest.raises(ServerMissing, match=r"mongod does not run \(.*Permission denied"):
        wanted(wheel).find()
