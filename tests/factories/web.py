"""A web server on loopback for tests, with the faults a photo's host may have."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

Answer = Callable[["Request", asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Request:
    path: str
    headers: dict[str, str]  # names in lower case


@dataclass(slots=True)
class Web:
    """What is answered at each path, and every request that came."""

    port: int
    scheme: str = "http"
    answers: dict[str, Answer] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)

    def at(self, path: str, answer: Answer, *, host: str = "127.0.0.1") -> str:
        """Answer so at the path from now on; gives the whole address."""
        self.answers[path] = answer
        return f"{self.scheme}://{host}:{self.port}{path}"


@asynccontextmanager
async def web(
    certificate: ssl.SSLContext | None = None, *, host: str = "127.0.0.1", port: int = 0
) -> AsyncIterator[Web]:
    site = Web(port=0, scheme="https" if certificate else "http")

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = _request((await reader.readuntil(b"\r\n\r\n")).decode())
            site.requests.append(request)
            await site.answers.get(request.path, status(404, "Not Found"))(request, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # they hung up: some tests are about that
        finally:
            writer.close()

    server = await asyncio.start_server(serve, host, port, ssl=certificate)
    site.port = server.sockets[0].getsockname()[1]
    try:
        yield site
    finally:
        server.close()


def content(data: bytes, *, length: int | None = None, more: str = "") -> Answer:
    """The bytes as an image, perhaps with a Content-Length that is not theirs."""
    return raw(f"HTTP/1.1 200 OK\r\nContent-Length: {len(data) if length is None else length}\r\n{more}\r\n", data)


def status(code: int, reason: str) -> Answer:
    return raw(f"HTTP/1.1 {code} {reason}\r\nContent-Length: 0\r\n\r\n")


def redirect(to: str, code: int = 302) -> Answer:
    return raw(f"HTTP/1.1 {code} Moved\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n")


def raw(head: str, body: bytes = b"") -> Answer:
    async def answer(request: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(head.encode() + body)

    return answer


def in_turn(*answers: Answer) -> Answer:
    """One after the other; the last one for ever."""
    left = list(answers)

    async def answer(request: Request, writer: asyncio.StreamWriter) -> None:
        await (left.pop(0) if len(left) > 1 else left[0])(request, writer)

    return answer


def delayed(seconds: float, answer: Answer) -> Answer:
    async def late(request: Request, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(seconds)
        await answer(request, writer)

    return late


async def breaking_off(request: Request, writer: asyncio.StreamWriter) -> None:
    """The beginning of an answer, then the connection is reset."""
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nbegin")
    await writer.drain()
    lingering = struct.pack("ii", 1, 0)  # closing sends a reset at once
    writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, lingering)


async def silence(request: Request, writer: asyncio.StreamWriter) -> None:
    """Nothing, until the other side hangs up."""
    await writer.wait_closed()


async def endless(request: Request, writer: asyncio.StreamWriter) -> None:
    """Bytes without end."""
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        writer.write(bytes(64_000))
        await writer.drain()


def _request(head: str) -> Request:
    first, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Request(first.split(" ")[1], headers)
