"""Flower as the Procfile starts it: on loopback, behind the password from its private file."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import httpx
import psutil
import pytest
from pydantic import SecretStr, ValidationError

from config.settings import Settings
from workers.embedded import ServerUrls, environment
from workers.flower import USER, options, password
from workers.guard import holding
from workers.lifeline import Lifeline
from workers.ports import free_port, listens


def test_it_asks_for_the_password_and_shows_none_on_its_command_line(servers: ServerUrls, tmp_path: Path) -> None:
    port = free_port()
    chosen = {"STORELOOM_DATA_DIR": str(tmp_path), "STORELOOM_FLOWER_PORT": str(port)}
    line = Lifeline()
    env = {**os.environ, **environment(servers), **chosen, **line.environment}
    with subprocess.Popen(
        holding(["-m", "workers.flower"]),
        env=env,
        pass_fds=[line.read_fd],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as flower:
        while not listens(port):
            assert flower.poll() is None, flower.stdout.read() if flower.stdout else ""
        secret = (tmp_path / "run" / "flower-password").read_text()
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
            assert client.get("/workers").status_code == 401
            assert client.get("/workers", auth=(USER, "wrong")).status_code == 401
            assert client.get("/workers", auth=(USER, secret)).status_code == 200
            assert client.get("/api/tasks", auth=(USER, secret)).status_code == 200
            assert client.get("/healthcheck").status_code == 200
        assert secret not in " ".join(psutil.Process(flower.pid).cmdline())
        flower.terminate()
        said = flower.communicate(timeout=20)[0]
    line.close()
    assert secret not in said
    assert servers.redis_url not in said
    assert "Registered tasks" not in said
    assert "Inspect method" not in said


def test_the_password_is_made_once(tmp_path: Path) -> None:
    chosen = Settings(data_dir=tmp_path, flower_port=5)
    first = password(chosen)
    assert first == password(chosen)
    assert len(first) >= 24
    assert stat.S_IMODE((tmp_path / "run" / "flower-password").stat().st_mode) == 0o600
    assert options(chosen) == {
        "FLOWER_BASIC_AUTH": f"storeloom:{first}",
        "FLOWER_ADDRESS": "127.0.0.1",
        "FLOWER_PORT": "5",
    }
    assert sys.executable not in first


def test_a_password_from_the_environment_is_written_nowhere(tmp_path: Path) -> None:
    chosen = Settings(data_dir=tmp_path / "var", flower_host="0.0.0.0", flower_password=SecretStr("given"))  # noqa: S104
    assert options(chosen) == {
        "FLOWER_BASIC_AUTH": "storeloom:given",
        "FLOWER_ADDRESS": "0.0.0.0",  # noqa: S104
        "FLOWER_PORT": "8755",
    }
    assert not (tmp_path / "var").exists()
    assert "given" not in repr(chosen)


@pytest.mark.parametrize(("wrong", "why"), [("", "it is empty"), ("a,b", "it contains a comma")])
def test_a_password_that_flower_would_misread_is_refused(wrong: str, why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        Settings(flower_password=SecretStr(wrong))
