"""Private files, kept secrets and locks of the data folder."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from storefront.errors import StorageFull
from workers.data_folder import Lock, ServerHome, kept_secret, mended, private_folder, write_private
from workers.errors import FolderUnusable


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_files_and_folders_are_their_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folder = private_folder(tmp_path / "a" / "run")
        write_private(folder / "file", "text")
    finally:
        os.umask(before)
    assert (mode(folder), mode(folder / "file")) == (0o700, 0o600)
    assert (folder / "file").read_text() == "text"


def test_a_failed_write_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    write_private(tmp_path / "port", "1")
    with pytest.raises(UnicodeEncodeError):
        write_private(tmp_path / "port", "\ud800")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("port", "1")]


def test_a_secret_is_made_once_and_made_private_again(tmp_path: Path) -> None:
    made = iter(["first", "second"])
    assert kept_secret(tmp_path / "password", lambda: next(made)) == "first"
    (tmp_path / "password").chmod(0o644)
    assert kept_secret(tmp_path / "password", lambda: next(made)) == "first"
    assert mode(tmp_path / "password") == 0o600


@pytest.mark.parametrize(
    ("number", "kind", "said"),
    [
        (errno.ENOSPC, StorageFull, "The disk of .* is full"),
        (errno.EDQUOT, StorageFull, "The disk of .* is full"),
        (errno.EACCES, FolderUnusable, "cannot be used: Permission denied.*STORELOOM_DATA_DIR"),
        (errno.EROFS, FolderUnusable, "cannot be used: Read-only file system"),
    ],
)
def test_what_the_disk_refuses_is_said_in_words(tmp_path: Path, number: int, kind: type[Exception], said: str) -> None:
    with pytest.raises(kind, match=said), mended(tmp_path):
        raise OSError(number, os.strerror(number))


def test_a_lock_is_held_by_one_and_let_go(tmp_path: Path) -> None:
    first, second = Lock(tmp_path / "lock"), Lock(tmp_path / "lock")
    assert not second.held()
    assert first.acquire()
    assert (first.held(), second.held(), second.acquire()) == (True, True, False)
    first.release()
    assert second.acquire()
    second.release()
    second.release()


def test_a_child_goes_on_holding_a_lock_it_was_given(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "lock")
    assert lock.acquire()
    command = [sys.executable, "-c", "import sys; sys.stdin.read()"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, pass_fds=[lock.descriptor]) as child:
        lock.release()
        assert Lock(tmp_path / "lock").held()
        child.communicate()
    assert not Lock(tmp_path / "lock").held()


def test_the_port_is_remembered_and_nonsense_is_forgotten(tmp_path: Path) -> None:
    home = ServerHome("redis", tmp_path)
    home.prepare()
    assert home.port() is None
    home.remember_port(6380)
    assert home.port() == 6380
    (home.folder / "port").write_text("nonsense")
    assert home.port() is None
