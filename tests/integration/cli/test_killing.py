"""kill -9 of the terminal's command leaves nobody behind: servers, workers, their children, the photo helper."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tests.factories.commands import STORELOOM, environment
from tests.factories.nodes import wait_until
from workers.ports import free_port


def _family(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def _says(process: psutil.Process, word: str) -> bool:
    try:
        return word in " ".join(process.cmdline())
    except psutil.Error:
        return False


def _all_there(process: subprocess.Popen[bytes], words: tuple[str, ...]) -> Callable[[], bool]:
    def look() -> bool:
        assert process.poll() is None, "it ended by itself"
        return all(any(_says(each, word) for each in _family(process)) for word in words)

    return look


pytestmark = pytest.mark.slow
WORKERS = ("valkey-server", "mongod", "control@%h", "rendering@%h", "imaging@%h", "workers.sweeper")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("demo", "--once", "--products", "12", "--photos", "24"), (*WORKERS, "storefront.imaging.decoder_process")),
        (("up",), (*WORKERS, "uvicorn", "workers.flower", "beat")),
    ],
)
def test_nothing_outlives_the_command(words: tuple[str, ...], expected: tuple[str, ...], tmp_path: Path) -> None:
    ports = {f"STORELOOM_{name}_PORT": str(free_port()) for name in ("API", "SERVE", "FLOWER")}
    env = environment({"STORELOOM_DATA_DIR": str(tmp_path / "var"), **ports})
    with (tmp_path / "log").open("wb") as log:
        command = subprocess.Popen([STORELOOM, *words], env=env, stdout=log, stderr=log, start_new_session=True)
    wait_until(_all_there(command, expected), f"{words[0]} with {expected}", 90)
    family = _family(command)
    command.kill()
    command.wait()
    assert psutil.wait_procs(family, timeout=20)[1] == []
