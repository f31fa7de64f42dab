"""The client and the command on real servers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import orjson
import pytest

from config.settings import settings
from storefront.storage.mongo import Mongo
from storefront.tenancy.access import issue_key
from storefront.tenancy.scope import TenantScope
from submitter.cli.main import run
from submitter.client import Client
from tests.factories.api import ApiProcess
from tests.factories.builds import known_store
from tests.factories.nodes import LocalProcess, stop_together
from tests.integration.conftest import Farm


@pytest.fixture(scope="module")
def api_process(request: pytest.FixtureRequest) -> Iterator[Callable[[Farm], ApiProcess]]:
    """Started with the first test's servers, which all tests of a session share; stopped with the last of a module."""
    running: list[LocalProcess] = []

    def get(field: Farm) -> ApiProcess:
        if not running:
            running.append(ApiProcess(field.folder / "log", field.line, field.environment).start().wait_ready())
        process = running[0]
        assert isinstance(process, ApiProcess)
        return process

    yield get
    stop_together(running)


@pytest.fixture
async def key(mongo: Mongo, field: Farm) -> str:
    await known_store(mongo)
    return await issue_key(mongo, TenantScope("local"))


@pytest.fixture
def client(field: Farm, key: str, api_process: Callable[[Farm], ApiProcess]) -> Iterator[Client]:
    with Client(api_process(field).url, key) as opened:
        yield opened


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        return orjson.loads(self.out)


@pytest.fixture
def storeloom(
    field: Farm, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., Said]]:
    """Run the command in this process, through its entry point."""
    for name, value in field.environment.items():
        monkeypatch.setenv(name, value)

    def run_command(*words: str) -> Said:
        settings.cache_clear()
        monkeypatch.setattr(sys, "argv", ["storeloom", *words])
        with pytest.raises(SystemExit) as ended:
            run()
        said = capsys.readouterr()
        return Said(int(ended.value.code or 0), said.out, said.err)

    yield run_command
    settings.cache_clear()
