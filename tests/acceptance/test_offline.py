"""The service worker in a real browser: the server goes away, and what was seen is shown again."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.acceptance.conftest import PatientServer, Quiet, SampleStore
from tests.factories.browser import Browser

ACCOUNT = b"<!doctype html><title>Account</title><h1>Your orders</h1>"
CONTROLLED = "!!navigator.serviceWorker.controller"
HEADING = "document.querySelector('h1').textContent"


class Line:
    """The exported folder on a server that a test may cut off: then requests get no answer, on open connections too."""

    def __init__(self, folder: Path) -> None:
        line = self

        class Handler(Quiet):
            def do_GET(self) -> None:  # noqa: N802  # as the server calls it
                if line.is_cut:
                    return
                if self.path == "/account/":
                    self._account()
                else:
                    super().do_GET()

            def _account(self) -> None:
                """Of another program on the store's host."""
                self.send_response(200)
                self.send_header("Cache-Control", "private, max-age=0")
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(ACCOUNT)))
                self.end_headers()
                self.wfile.write(ACCOUNT)

        self.is_cut = False
        self.server = PatientServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
        self.address = f"http://127.0.0.1:{self.server.server_port}"


@pytest.fixture
def line(sample: SampleStore) -> Iterator[Line]:
    line = Line(sample.site.folder)
    threading.Thread(target=line.server.serve_forever, daemon=True).start()
    yield line
    line.server.shutdown()
    line.server.server_close()


def test_without_a_connection_pages_seen_are_shown_and_nothing_is_ordered(
    browser: Browser, line: Line, sample: SampleStore
) -> None:
    seen, other = (f"/products/{row['slug']}/" for row in sample.products[:2])
    address = line.address
    browser.resize(1280)
    browser.open(f"{address}/cart/")
    browser.until(CONTROLLED)
    browser.open(address + seen)
    name = browser.run(HEADING)
    browser.run("document.querySelector('[data-buy] [data-submit]').click()")
    browser.open(f"{address}/cart/")
    browser.open(f"{address}/account/")
    assert browser.run(HEADING) == "Your orders"
    browser.open(address + seen)
    line.is_cut = True
    browser.reload()
    assert browser.run(HEADING) == name
    browser.open(f"{address}/cart/")
    browser.until("!document.querySelector('[data-retry]').hidden")
    browser.run("document.querySelector('[data-checkout-link]').click()")
    browser.until("document.querySelector('[data-told]').children.length === 1")
    assert browser.run("location.pathname") == "/cart/"
    browser.run(f"location.assign('{other}')")
    browser.until("document.body?.dataset.pageType === 'offline'")
    browser.run(f"location.assign('/es{other}')")
    browser.until("document.body?.dataset.pageType === 'offline' && document.documentElement.lang === 'es'")
    browser.run("location.assign('/account/')")
    browser.until("document.body?.dataset.pageType === 'offline' && document.documentElement.lang === 'en'")
    browser.complaints.clear()  # of the server that is not there
