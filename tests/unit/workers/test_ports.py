"""Ports: the remembered one first, then free ones."""

from __future__ import annotations

import socket

from workers.ports import LOOPBACK, TRIES, free_port, ports_to_try


def test_a_free_port_can_be_listened_on() -> None:
    with socket.create_server((LOOPBACK, free_port())) as listener:
        assert listener.getsockname()[1] > 1023


def test_the_remembered_port_comes_first_and_the_tries_end() -> None:
    ports = list(ports_to_try(27017))
    assert ports[0] == 27017
    assert len(ports) == 1 + TRIES
    assert len(list(ports_to_try(None))) == TRIES
