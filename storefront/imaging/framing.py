"""Messages over a pipe: two lengths, a small JSON head, then bytes. Both ends of the decoder speak it."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from typing import Any, BinaryIO

Head = dict[str, Any]

_LENGTHS = struct.Struct(">II")
MAX_HEAD_BYTES = 1_000_000
MAX_BODY_BYTES = 100_000_000  # a photo has at most 20 MB, all its files together less than this


class BadMessage(Exception):
    """The other end wrote something else than a message, or a larger one than is allowed."""


def write_message(pipe: BinaryIO, head: Head, parts: Sequence[bytes] = ()) -> None:
    """Write one message; its body is the parts one after the other. Raises BrokenPipeError when nobody reads."""
    written = json.dumps(head).encode()
    pipe.write(_LENGTHS.pack(len(written), sum(map(len, parts))) + written)
    pipe.writelines(parts)
    pipe.flush()


def read_message(pipe: BinaryIO) -> tuple[Head, bytes] | None:
    """The next message; None when the other end has closed. Raises BadMessage."""
    lengths = pipe.read(_LENGTHS.size)
    if not lengths:
        return None
    if len(lengths) < _LENGTHS.size:
        raise BadMessage("a message ended early")
    head_bytes, body_bytes = _LENGTHS.unpack(lengths)
    if head_bytes > MAX_HEAD_BYTES or body_bytes > MAX_BODY_BYTES:
        raise BadMessage("a message is too long")
    written, body = pipe.read(head_bytes), pipe.read(body_bytes)
    if len(written) < head_bytes or len(body) < body_bytes:
        raise BadMessage("a message ended early")
    return _head(written), body


def split(body: bytes, sizes: Sequence[int]) -> list[bytes]:
    """The parts of a body, by their sizes. Raises BadMessage when the sizes are not the body's."""
    if sum(sizes) != len(body) or any(size < 0 for size in sizes):
        raise BadMessage("a message's parts do not add up")
    parts = []
    start = 0
    for size in sizes:
        parts.append(body[start : start + size])
        start += size
    return parts


def _head(written: bytes) -> Head:
    try:
        head = json.loads(written)
    except ValueError as error:
        raise BadMessage("a message's head is not JSON") from error
    if not isinstance(head, dict):
        raise BadMessage("a message's head is not an object")
    return head
