"""The storeloom command as people run it: a process of its own, its words and its exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

STORELOOM = str(Path(sys.executable).parent / "storeloom")


@dataclass(frozen=True)
class Said:
    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """What --json printed: the whole of stdout."""
        return orjson.loads(self.out)


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Ours without any STORELOOM_… of the caller's, and without colours."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("STORELOOM_")}
    return {**plain, "NO_COLOR": "1", "TERM": "dumb", **settings}


def storeloom(*words: object, env: Mapping[str, str], limit_s: float = 60) -> Said:
    command = [STORELOOM, *map(str, words)]
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        env=environment(env),
        timeout=limit_s,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Said(done.returncode, done.stdout, done.stderr)
