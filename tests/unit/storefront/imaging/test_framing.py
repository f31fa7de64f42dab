from __future__ import annotations

import struct
from io import BytesIO

import pytest

from storefront.imaging.framing import MAX_BODY_BYTES, BadMessage, read_message, split, write_message


def written(*messages: tuple[dict[str, object], list[bytes]]) -> bytes:
    pipe = BytesIO()
    for head, parts in messages:
        write_message(pipe, head, parts)
    return pipe.getvalue()


def test_messages_come_out_as_they_went_in() -> None:
    pipe = BytesIO(written(({"job": "é"}, [b"one", b"", b"two"]), ({}, [])))

    assert read_message(pipe) == ({"job": "é"}, b"onetwo")
    assert read_message(pipe) == ({}, b"")
    assert read_message(pipe) is None


@pytest.mark.parametrize("kept", [1, 7, 8, 10, 25])
def test_half_a_message_is_none(kept: int) -> None:
    whole = written(({"job": "probe"}, [b"photo"]))
    assert len(whole) > 25

    with pytest.raises(BadMessage, match="early"):
        read_message(BytesIO(whole[:kept]))


def test_a_message_larger_than_allowed_is_not_read() -> None:
    with pytest.raises(BadMessage, match="long"):
        read_message(BytesIO(struct.pack(">II", 2, MAX_BODY_BYTES + 1)))


@pytest.mark.parametrize("head", [b"{", b"[]", b"\xff\xff"])
def test_a_head_is_an_object(head: bytes) -> None:
    with pytest.raises(BadMessage, match="head"):
        read_message(BytesIO(struct.pack(">II", len(head), 0) + head))


def test_a_body_is_cut_by_its_sizes() -> None:
    assert split(b"onetwo", [3, 0, 3]) == [b"one", b"", b"two"]


@pytest.mark.parametrize("sizes", [[5], [7], [-1, 7], []])
def test_sizes_must_be_the_bodys(sizes: list[int]) -> None:
    with pytest.raises(BadMessage, match="add up"):
        split(b"onetwo", sizes)
