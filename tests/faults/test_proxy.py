"""The proxy breaks connections as it says."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from tests.faults.proxy import Proxy
from workers.ports import LOOPBACK

PATIENCE_S = 0.3


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    """Before a server that sends back what it gets."""
    with socket.create_server((LOOPBACK, 0)) as server:

        def echo(connection: socket.socket) -> None:
            with connection:
                try:
                    while data := connection.recv(1000):
                        connection.sendall(data)
                    connection.sendall(b"end")
                except OSError:
                    return

        def serve() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                threading.Thread(target=echo, args=(connection,), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        with Proxy(server.getsockname()[1]) as between:
            yield between
        server.shutdown(socket.SHUT_RDWR)


def _connected(proxy: Proxy) -> socket.socket:
    connection = socket.create_connection((LOOPBACK, proxy.port), 5)
    assert _echo(connection) == b"hello"
    return connection


def _echo(connection: socket.socket) -> bytes:
    connection.sendall(b"hello")
    return connection.recv(1000)


def test_cut_resets_those_who_wait_and_lets_in_new_ones(proxy: Proxy) -> None:
    with _connected(proxy) as waiting, _connected(proxy) as another:
        proxy.cut()
        for connection in (waiting, another):
            with pytest.raises(ConnectionResetError):
                connection.recv(1000)
    with _connected(proxy):
        pass


def test_frozen_connections_say_nothing_and_new_ones_work(proxy: Proxy) -> None:
    with _connected(proxy) as old:
        proxy.freeze()
        old.settimeout(PATIENCE_S)
        with pytest.raises(TimeoutError):
            _echo(old)
        with _connected(proxy):
            pass
        proxy.heal()
        old.settimeout(5)
        with pytest.raises(ConnectionResetError):
            old.recv(1000)


def test_half_closed_connections_hear_an_end(proxy: Proxy) -> None:
    with _connected(proxy) as connection:
        proxy.half_close()
        assert connection.recv(1000) == b""


def test_refused_until_healed(proxy: Proxy) -> None:
    proxy.refuse()
    with pytest.raises(ConnectionResetError), socket.create_connection((LOOPBACK, proxy.port), 5) as refused:
        refused.recv(1000)
    proxy.heal()
    with _connected(proxy):
        pass


def test_delayed(proxy: Proxy) -> None:
    with _connected(proxy) as connection:
        proxy.delay(PATIENCE_S)
        began = time.monotonic()
        assert _echo(connection) == b"hello"
        assert time.monotonic() - began >= 2 * PATIENCE_S
