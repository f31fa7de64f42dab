"""Messages as they lie in Redis: good ones, ones that nobody can read, and ones that their task refuses."""

from __future__ import annotations

import base64
import pickle

import orjson

PROPERTIES = {"delivery_tag": "t", "delivery_info": {"exchange": "", "routing_key": "control"}, "body_encoding": None}
ARGUMENTS = {"build_id": "none", "version": 1}


def message(**changes: object) -> bytes:
    """A message as ours are, but for the changes."""
    usual: dict[str, object] = {
        "body": orjson.dumps([[], ARGUMENTS, {}]).decode(), "properties": PROPERTIES,
        "content-type": "application/json", "content-encoding": "utf-8",
        "headers": {"id": "i", "task": "storeloom.start_build", "lang": "py"},
    }  # fmt: skip
    return orjson.dumps(usual | changes)


UNREADABLE = {
    "no JSON": b"{'body': 1}",
    "no text": b"\xff\xfe\x00",
    "no object": b"[1, 2, 3]",
    "nothing": b"null",
    "nested too deep": b"[" * 100_000,
    "no properties": orjson.dumps({"body": "[]", "headers": {}}),
    "no delivery tag": message(properties={**PROPERTIES, "delivery_tag": None}),
    "not base64": message(properties={**PROPERTIES, "body_encoding": "base64"}, body="not base64!"),
    "another encoding": message(properties={**PROPERTIES, "body_encoding": "rot13"}),
    "body a number": message(body=5),
    "body no JSON": message(body="<html>"),
    "body nested too deep": message(body="[" * 100_000),
    "body no arguments": message(body="5"),
    "no headers": message(headers=None),
    "empty headers": message(headers={}),
    "no id": message(headers={"task": "storeloom.start_build"}),
    "unknown task": message(headers={"id": "i", "task": "os.system"}),
    "retries of words": message(headers={"id": "i", "task": "storeloom.start_build", "retries": "many"}),
    "one time limit": message(headers={"id": "i", "task": "storeloom.start_build", "timelimit": [3]}),
    "pickle": message(**{
        "content-type": "application/x-python-serialize",
        "properties": {**PROPERTIES, "body_encoding": "base64"},
        "body": base64.b64encode(pickle.dumps([[], ARGUMENTS, {}])).decode(),
    }),
    "yaml": message(**{"content-type": "application/x-yaml", "body": "- []\n- {}\n- {}\n"}),
}  # fmt: skip
REFUSED = {  # well-formed, so the task itself refuses them
    "wrong types": message(body=orjson.dumps([[], {"build_id": 5, "version": 1}, {}]).decode()),
    "missing argument": message(body=orjson.dumps([[], {"version": 1}, {}]).decode()),
    "one more": message(body=orjson.dumps([["x"], {**ARGUMENTS, "epoch": 1}, {}]).decode()),
    "another version": message(body=orjson.dumps([[], {**ARGUMENTS, "version": 2}, {}]).decode()),
    "no version": message(body=orjson.dumps([[], {"build_id": "none"}, {}]).decode()),
}
