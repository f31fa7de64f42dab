"""Which port a server of ours listens on: the one it had, otherwise a free one."""

from __future__ import annotations

import socket
from collections.abc import Iterator

LOOPBACK = "127.0.0.1"
TRIES = 8


def free_port() -> int:
    """A port that nobody listens on at this moment; another program may still be faster."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def ports_to_try(remembered: int | None) -> Iterator[int]:
    """The remembered port first, then free ones.

    Only the server's own bind decides, so there is no race: whoever loses it tries the next port.
    """
    if remembered is not None:
        yield remembered
    for _ in range(TRIES):
        yield free_port()


def listens(port: int, host: str = LOOPBACK, *, within_s: float = 0.5) -> bool:
    """Whether anybody accepts connections there."""
    try:
        with socket.create_connection((host, port), timeout=within_s):
            return True
    except OSError:
        return False
