"""Commands that go on say where they are as one document, and nothing else on standard output."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import orjson

from storefront.storage.mongo import Document
from tests.factories.commands import STORELOOM, environment
from tests.integration.conftest import Farm
from workers.ports import free_port


@contextmanager
def _going_on(farm: Farm, *words: str, **env: str) -> Iterator[subprocess.Popen[str]]:
    command = [STORELOOM, *words]
    everything = environment({**farm.environment, **env})
    with subprocess.Popen(
        command, env=everything, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def _document(process: subprocess.Popen[str]) -> Document:
    assert process.stdout
    lines = [process.stdout.readline()]
    while lines[-1] not in ("}\n", ""):
        lines.append(process.stdout.readline())
    document: Document = orjson.loads("".join(lines))
    return document


def test_serve_says_the_port_it_took(farm: Farm) -> None:
    with _going_on(farm, "serve", "--port", "0", "--json") as process:
        document = _document(process)
        assert set(document) == {"stores"}
        answer = httpx.get(document["stores"], trust_env=False, timeout=20)
        assert answer.status_code < 500 or answer.headers["Retry-After"]
        process.terminate()
        assert process.communicate(timeout=20)[0] == ""


def test_up_says_every_address_and_its_processes_speak_elsewhere(farm: Farm) -> None:
    ports = {name: str(free_port()) for name in ("API", "SERVE", "FLOWER")}
    with _going_on(farm, "up", "--json", **{f"STORELOOM_{name}_PORT": port for name, port in ports.items()}) as process:
        assert _document(process) == {
            "stores": f"http://127.0.0.1:{ports['SERVE']}/",
            "http_api": f"http://127.0.0.1:{ports['API']}/api/v1/store-generation",
            "flower": f"http://127.0.0.1:{ports['FLOWER']}/",
            "flower_password_file": str(farm.folder / "run" / "flower-password"),
        }
        assert process.stderr
        while " | " not in (line := process.stderr.readline()):
            assert line, "it ended by itself"
        process.terminate()
        assert process.communicate(timeout=60)[0] == ""
