"""The demo, interrupted and run twice at once in one folder: nothing is lost, and the second is told to wait."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from tests.factories.commands import STORELOOM, environment
from tests.factories.nodes import wait_until

LIMIT_S = 90
COMMAND = [STORELOOM, "demo", "--once", "--products", "4", "--photos", "4"]


def _start(folder: Path, log: str) -> subprocess.Popen[bytes]:
    with (folder / log).open("wb") as words:
        env = environment({"STORELOOM_DATA_DIR": str(folder / "var")})
        return subprocess.Popen(COMMAND, env=env, stdout=words, stderr=words)


@pytest.mark.slow
def test_interrupted_and_then_twice_at_once(tmp_path: Path) -> None:
    stopped = _start(tmp_path, "stopped")
    wait_until(lambda: "Imported 4 products" in (tmp_path / "stopped").read_text(), "an import", LIMIT_S)
    stopped.send_signal(signal.SIGINT)
    assert stopped.wait(LIMIT_S) == 130
    assert (tmp_path / "stopped").read_text().splitlines()[-1].startswith("Interrupted. What is done is kept")

    first, second = _start(tmp_path, "first"), _start(tmp_path, "second")
    assert sorted([first.wait(LIMIT_S), second.wait(LIMIT_S)]) == [0, 2]
    done, refused = ("first", "second") if first.returncode == 0 else ("second", "first")
    words = (tmp_path / done).read_text()
    assert "Imported 4 products (0 new, 4 as before)." in words
    assert "of optician: live after" in words
    assert "Another demo is at work in" in (tmp_path / refused).read_text()
    assert "Traceback" not in words + (tmp_path / refused).read_text()
