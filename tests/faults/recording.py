"""Every message that is put into a queue, as Redis itself tells it (MONITOR): to be sent again."""

from __future__ import annotations

import re
import socket
import threading
from urllib.parse import urlsplit

from config.queues import FOREIGN_QUEUE, QUEUES
from tests.faults.messages import Sent
from tests.faults.servers import BrokerProcess

_WORD = re.compile(rb'"((?:[^"\\]|\\.)*)"')
_ANSWER_LIMIT_S = 5.0


class Recording:
    """with Recording(broker) as recording: …; afterwards `messages` are those published meanwhile, in order."""

    def __init__(self, broker: BrokerProcess) -> None:
        self._password, self._port = urlsplit(broker.url).password or "", broker.port
        self._reading = threading.Thread(target=self._read, name="recording", daemon=True)
        self.messages: list[Sent] = []

    def __enter__(self) -> Recording:
        self._connection = socket.create_connection(("127.0.0.1", self._port), _ANSWER_LIMIT_S)
        self._lines = self._connection.makefile("rb")
        for command in (f"AUTH {self._password}", "MONITOR"):
            self._connection.sendall(f"{command}\r\n".encode())
            assert self._lines.readline() == b"+OK\r\n"
        self._connection.settimeout(None)
        self._reading.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.shutdown(socket.SHUT_RDWR)
        self._reading.join(_ANSWER_LIMIT_S)
        self._lines.close()
        self._connection.close()

    def _read(self) -> None:
        while line := self._lines.readline():
            words = [_plain(word) for word in _WORD.findall(line)]
            if len(words) == 3 and words[0].upper() in (b"LPUSH", b"RPUSH"):
                queue = words[1].decode()
                if queue in (*QUEUES, FOREIGN_QUEUE):
                    self.messages.append((queue, words[2]))


def _plain(word: bytes) -> bytes:
    """MONITOR writes bytes as C does."""
    return word.decode("unicode_escape").encode("latin-1")
