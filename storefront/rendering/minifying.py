"""Stylesheets and scripts without what only their authors need.

The library is a Go runtime with threads of its own, which a worker must not carry through a fork: it runs in a short
process by itself, once for a theme's files.
"""

from __future__ import annotations

import posixpath
import subprocess
import sys
import threading
from collections.abc import Mapping
from functools import lru_cache

import orjson

from storefront.errors import ThemeBroken

_KINDS = {".css": "text/css", ".js": "application/javascript"}
_LIMIT_S = 30.0
_PROGRAM = """
import json, sys, minify
answer = {}
for name, kind, text in json.load(sys.stdin.buffer):
    try:
        answer[name] = {"text": minify.string(kind, text)}
    except ValueError as error:
        answer[name] = {"error": str(error)}
json.dump(answer, sys.stdout)
"""


def minified(files: Mapping[str, str]) -> dict[str, str]:
    """Stylesheets and scripts by file name, in fewer bytes; others as they are. Raises ThemeBroken, naming the file."""
    known = {name: posixpath.splitext(name)[1] for name in files}
    asked = tuple((name, _KINDS[suffix], files[name]) for name, suffix in known.items() if suffix in _KINDS)
    return {**files, **(_answers(asked) if asked else {})}


@lru_cache(maxsize=16)
def _answers(asked: tuple[tuple[str, str, str], ...]) -> dict[str, str]:
    command = [sys.executable, "-P", "-c", _PROGRAM]  # -P: nothing of the current folder is taken for a library
    answers = orjson.loads(_run(command, orjson.dumps(asked)))
    for name, answer in answers.items():
        if "error" in answer:
            what = " ".join(answer["error"].split())
            raise ThemeBroken(f"{name}: {what}.", remedy="Correct the file there.")
    return {name: answer["text"] for name, answer in answers.items()}


def _run(command: list[str], body: bytes) -> bytes:
    """What a process answers. Raises CalledProcessError when it fails, also by taking too long."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        watch = threading.Timer(_LIMIT_S, process.kill)  # subprocess's own limit sleeps by a clock that may be set
        watch.start()
        try:
            answer, _ = process.communicate(body)
        finally:
            watch.cancel()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return answer
