"""A TCP proxy that breaks the network between a process and its server, in a thread of its own.

with Proxy(server_port) as proxy:      proxy.port is what the process is told
    proxy.freeze()                     bytes are held, nobody is told: a half-open connection
    proxy.heal()
"""

from __future__ import annotations

import asyncio
import gc
import socket
import struct
import threading
import warnings
from collections.abc import Callable, Coroutine
from contextlib import suppress

from workers.ports import LOOPBACK

CHUNK = 65_536
CLOSING_LIMIT_S = 8.0
RESET = struct.pack("ii", 1, 0)  # SO_LINGER of no seconds: closing sends RST instead of FIN


class Proxy:
    """Passes bytes both ways to `server_port` until told otherwise. Its methods may be called from any thread."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._flows: set[asyncio.StreamWriter] = set()
        self._refusing = False
        self._delay_s = 0.0
        self._frozen_before = 0  # connections up to this number pass nothing any more
        self._connections = 0
        self.port = 0

    def __enter__(self) -> Proxy:
        self._thread.start()
        self._in_loop(self._listen())
        return self

    def __exit__(self, *_: object) -> None:
        self.refuse()
        self._in_loop(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()
        with warnings.catch_warnings():  # a connection accepted in the loop's last turn belongs to nobody
            warnings.simplefilter("ignore", ResourceWarning)
            gc.collect()

    def cut(self) -> None:
        """Every connection is reset; new ones work."""
        self._with_each(_reset)

    def freeze(self) -> None:
        """The connections there are pass nothing from now on and stay open; new ones work."""
        self._frozen_before = self._connections

    def half_close(self) -> None:
        """Each side hears that the other will send no more; what it sends itself still arrives."""
        self._with_each(asyncio.StreamWriter.write_eof)

    def delay(self, seconds: float) -> None:
        """Every packet takes so long, in each direction."""
        self._delay_s = seconds

    def refuse(self) -> None:
        """Nobody gets in: connections are reset, new ones at once."""
        self._refusing = True
        self.cut()

    def heal(self) -> None:
        """Everything is as new: what was frozen is cut, so that nobody waits for it any more."""
        self._refusing, self._delay_s = False, 0.0
        if self._frozen_before:
            self._frozen_before = 0
            self.cut()

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(self._connected, LOOPBACK, 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        """Whoever is still connected, or connects at this moment, is reset: every flow ends by itself."""
        self._server.close()
        self._frozen_before = 0
        async with asyncio.timeout(CLOSING_LIMIT_S):
            while len(asyncio.all_tasks()) > 1:  # noqa: ASYNC110  # the loop's own tasks say nothing when they end
                await asyncio.sleep(0.02)
        await asyncio.sleep(0.05)  # the loop closes sockets in its next turns

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ends = {writer}
        try:
            if self._refusing:
                raise ConnectionRefusedError
            self._connections += 1
            number = self._connections
            far_reader, far_writer = await asyncio.open_connection(LOOPBACK, self._server_port)
            ends.add(far_writer)
            self._flows |= ends
            await asyncio.gather(
                self._pass(number, reader, far_writer), self._pass(number, far_reader, writer), return_exceptions=True
            )
        except OSError:
            _reset(writer)
        finally:
            self._flows -= ends
            for end in ends:
                end.close()

    async def _pass(self, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(CHUNK):
                if self._delay_s:
                    await asyncio.sleep(self._delay_s)
                while number <= self._frozen_before:  # noqa: ASYNC110  # another thread thaws
                    await asyncio.sleep(0.05)
                writer.write(data)
                await writer.drain()
        except OSError:
            _reset(writer)
            return
        if writer.can_write_eof() and not writer.is_closing():
            writer.write_eof()

    def _with_each(self, act: Callable[[asyncio.StreamWriter], None]) -> None:
        async def to_all() -> None:
            for writer in [writer for writer in self._flows if not writer.is_closing()]:
                with suppress(OSError, RuntimeError):  # it ended by itself at this moment
                    act(writer)

        self._in_loop(to_all())

    def _in_loop(self, work: Coroutine[None, None, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)


def _reset(writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    writer.transport.abort()
