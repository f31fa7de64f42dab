"""Importing what processes run opens nothing: no connection, thread or process comes before the fork."""

from __future__ import annotations

import subprocess
import sys

import pytest

_OPENED = """
import sys, threading
seen = []
WATCHED = ("socket.__new__", "socket.connect", "socket.bind", "subprocess.Popen", "os.fork", "_thread.start_new_thread")
sys.addaudithook(lambda event, _: seen.append(event) if event in WATCHED else None)
if {planted!r}: exec({planted!r})
__import__({module!r})
print(*sorted(set(seen)), threading.active_count())
"""


def _opened_by(module: str, planted: str = "") -> str:
    code = _OPENED.format(module=module, planted=planted)
    environment = {
        "STORELOOM_MONGO_URL": "mongodb://127.0.0.1:9/",
        "STORELOOM_REDIS_URL": "redis://127.0.0.1:9/0",
    }
    done = subprocess.run(  # not under the coverage of this process, which would be seen at work
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    "module",
    [
        "workers.app",
        "workers.sweeper",
        "workers.flower",
        "submitter.api.app",
        "submitter.serving",
        "submitter.cli.main",
    ],
)
def test_importing_opens_nothing(module: str) -> None:
    assert _opened_by(module) == "1"


@pytest.mark.parametrize(
    "planted",
    [
        "import socket; socket.socket()",
        "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()",
    ],
)
def test_a_breach_is_seen(planted: str) -> None:
    assert _opened_by("json", planted) != "1"
