"""A server's exit code and log become words for people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from storefront.errors import StorageFull, StoreloomError
from workers.errors import PortTaken, ServerWontStart
from workers.failures import explain, last_words

IN_USE = json.dumps({"s": "E", "msg": "Failed to set up listener", "attr": {"error": "Address already in use"}})


@pytest.mark.parametrize(
    ("code", "log", "kind", "said"),
    [
        (48, IN_USE, PortTaken, r"Port 27017, which mongo is to listen on, is taken\."),
        (1, "bind: Address already in use", PortTaken, r"27017"),
        (14, "WT error: No space left on device", StorageFull, r"The disk .* is full\. Free space"),
        (132, "", ServerWontStart, r"processor lacks instructions.*AVX.*docker run mongo"),
        (127, "libcurl.so.4: cannot open", ServerWontStart, r"cannot load its libraries: libcurl\.so\.4: cannot open"),
        (62, "", ServerWontStart, r"written by another version\. Use that version"),
        (1, "*** FATAL\nbad directive\n", ServerWontStart, r"exit code 1: \*\*\* FATAL / bad directive \(log: "),
        (1, None, ServerWontStart, r"exit code 1: it said nothing"),
    ],
)
def test_explain(tmp_path: Path, code: int, log: str | None, kind: type[StoreloomError], said: str) -> None:
    path = tmp_path / "mongo.log"
    if log is not None:
        path.write_text(log)
    with pytest.raises(kind, match=said):
        raise explain("mongo", code, path, 27017)


def test_of_json_lines_only_errors_are_told() -> None:
    lines = [
        {"s": "I", "msg": "Starting"},
        {"s": "E", "msg": "Cannot open", "attr": {"error": "Permission denied"}},
        {"s": "F", "msg": "Stopping", "attr": {"error": {"code": 28}}},
        {"s": "W", "msg": "Slow"},
    ]
    assert last_words("\n".join(map(json.dumps, lines))) == 'Cannot open Permission denied / Stopping {"code": 28}'


def test_only_the_last_lines_are_told() -> None:
    assert last_words("\n".join(map(str, range(9)))) == "4 / 5 / 6 / 7 / 8"
    assert last_words("7\n") == "7"
