"""The sample store, built once with the one command that a newcomer runs, and exported."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson
import pytest

from tests.factories.browser import CHROMIUM, Browser
from tests.factories.commands import storeloom
from tests.factories.site import Site

PRODUCTS, PHOTOS = 24, 24


@dataclass(frozen=True)
class SampleStore:
    told: dict[str, Any]  # what demo --json printed
    products: list[dict[str, Any]]  # the catalogue as it was written
    site: Site


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> SampleStore:
    folder = tmp_path_factory.mktemp("sample")
    env = {"STORELOOM_DATA_DIR": str(folder / "var")}
    built = storeloom("demo", "--once", "--json", "--products", PRODUCTS, "--photos", PHOTOS, env=env, limit_s=300)
    assert built.code == 0, built.err
    exported = storeloom("export", "optician", folder / "site", env=env)
    assert exported.code == 0, exported.err
    rows = (folder / "var" / "sample" / "products.jsonl").read_bytes().splitlines()
    return SampleStore(built.document, [orjson.loads(row) for row in rows], Site(folder / "site"))


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed: the store is not looked at in a browser")
    with Browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.fixture(scope="session")
def address(sample: SampleStore) -> Iterator[str]:
    """The exported folder on a plain web server."""
    handler = partial(Quiet, directory=str(sample.site.folder))
    with PatientServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class PatientServer(ThreadingHTTPServer):
    """A page asks for more files at once than the five connections that may usually wait."""

    request_queue_size = 128


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Tests have enough to say."""
