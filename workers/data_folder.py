"""The data folder of one installation: private folders, files with secrets, and who may start what.

DATA_DIR/            (folders below: 0700)
├── redis/ mongo/    a server's home: its data, port, password and locks
├── run/             what runs now
└── log/             what the servers said
"""

from __future__ import annotations

import errno
import fcntl
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from storefront.errors import StorageFull
from workers.errors import FolderUnusable


@contextmanager
def mended(folder: Path) -> Iterator[None]:
    """Turns what the disk refuses into words for people."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull(f"The disk of {folder} is full.", remedy="Free space on it and start again.") from error
        raise FolderUnusable(f"The data folder {folder} cannot be used: {error.strerror}.") from error


def private_folder(folder: Path) -> Path:
    """Make the folder where it is missing; its owner alone may look inside."""
    with mended(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    return folder


def write_private(path: Path, text: str) -> None:
    """Write the file whole or not at all, readable by its owner alone."""
    with mended(path.parent):
        descriptor, beside = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # made with 0600
        try:
            with os.fdopen(descriptor, "w") as file:
                file.write(text)
            Path(beside).replace(path)
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise


def kept_secret(path: Path, make: Callable[[], str]) -> str:
    """The secret in the file; made and written there the first time."""
    with mended(path.parent):
        if path.exists():
            path.chmod(0o600)
            return path.read_text().strip()
    write_private(path, make())
    return path.read_text()


class Lock:
    """A file that one process holds locked; the kernel lets go when it ends, however it ends."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.descriptor = -1

    def acquire(self) -> bool:
        """Take it if nobody holds it."""
        with mended(self.path.parent):
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            return False
        self.descriptor = descriptor
        return True

    def release(self) -> None:
        """Let go here; children that were given the descriptor go on holding it."""
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    def held(self) -> bool:
        """Whether anybody holds it, this process included."""
        if self.descriptor >= 0:
            return True
        free = self.acquire()
        self.release()
        return not free


@dataclass(frozen=True, slots=True)
class ServerHome:
    """One server's place in the data folder."""

    name: str
    data_dir: Path

    @property
    def folder(self) -> Path:
        return self.data_dir / self.name

    @property
    def log(self) -> Path:
        return self.data_dir / "log" / f"{self.name}.log"

    @property
    def notice(self) -> Path:
        """Says where the running server is (its URL, with the password)."""
        return self.data_dir / "run" / f"{self.name}.json"

    def prepare(self) -> None:
        for folder in (self.folder, self.log.parent, self.notice.parent):
            private_folder(folder)

    def port(self) -> int | None:
        """The port it had last, so that addresses stay the same from start to start."""
        try:
            return int((self.folder / "port").read_text())
        except (OSError, ValueError):
            return None

    def remember_port(self, port: int) -> None:
        write_private(self.folder / "port", f"{port}\n")

    def secret(self, name: str, make: Callable[[], str]) -> str:
        return kept_secret(self.folder / name, make)

    def starter(self) -> Lock:
        """Held by the process that starts the server, as long as the server is its own."""
        return Lock(self.data_dir / "run" / f"{self.name}.starter")

    def occupied(self) -> Lock:
        """Held by the server and its guard: two servers on the same files would destroy them."""
        return Lock(self.folder / "occupied")
