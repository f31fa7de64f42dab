"""Servers of the session, a fleet for each test, and the table of figures at the end of the run."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import orjson
import pytest

from submitter.session import open_session
from tests.factories.pipeline import Shop
from tests.faults.case import Case
from tests.faults.figures import FIGURES, VARIABLE, Figures, table
from tests.faults.fleet import Fleet
from tests.faults.servers import Servers
from tests.faults.undisturbed import Undisturbed
from workers.lifeline import Lifeline

_figures: Figures = {}


@pytest.fixture(scope="session")
def lifeline() -> Iterator[Lifeline]:
    line = Lifeline()
    yield line
    line.close()


@pytest.fixture(scope="session")
def mortal_servers(tmp_path_factory: pytest.TempPathFactory, lifeline: Lifeline) -> Iterator[Servers]:
    servers = Servers.started(tmp_path_factory.mktemp("mortal"), lifeline)
    yield servers
    servers.stop()


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, lifeline: Lifeline) -> Iterator[Undisturbed]:
    reference = Undisturbed(tmp_path_factory.mktemp("undisturbed"), lifeline)
    yield reference
    reference.close()


@pytest.fixture
def fleet(mortal_servers: Servers, lifeline: Lifeline, tmp_path: Path) -> Iterator[Fleet]:
    mortal_servers.make_fresh()
    made = Fleet(tmp_path / "fleet", lifeline, mortal_servers)
    yield made
    made.stop()


@pytest.fixture
async def case(
    fleet: Fleet, undisturbed: Undisturbed, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[Case]:
    async with open_session(fleet.settings) as session:
        made = Case(fleet, Shop(session, tmp_path / "catalogue"), undisturbed)
        yield made
    _figures[request.node.name.removeprefix("test_")] = made.figures


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not _figures:
        return
    path = Path(os.environ.get(VARIABLE, FIGURES))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(orjson.dumps(_figures, option=orjson.OPT_INDENT_2))
    if VARIABLE not in os.environ:
        for line in table(_figures):
            terminalreporter.write_line(line)
