"""From the save of a theme's file to the page on the screen: python -m benchmarks.theme_edit [SAVES]

A copy of a theme is edited while Chromium shows its start page, in turn a template and a stylesheet; a clock in the
page tells when the change is there, painted. Prints the median and the slowest of each.
"""

from __future__ import annotations

import shutil
import socket
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

import uvicorn

from storefront.rendering.theme_dev.studio import Studio
from storefront.rendering.themes import BUILT_IN
from submitter.theme_material import sample_material
from submitter.theme_pictures import SamplePictures
from submitter.theme_server import ThemeServer
from tests.factories.browser import Browser

THEME = "modern-minimal"
WITHIN_MS = 200
_LOOK_S = 0.005
_BETWEEN_S = 1.0  # between saves: the page is whole, as it is before anybody's next one
_ALL_PHOTOS = "[...document.images].map((one) => { one.loading = 'eager'; return one.complete; }).every(Boolean)"


def main(saves: int) -> None:
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as listener:
        theme = Path(shutil.copytree(BUILT_IN / THEME, Path(folder) / THEME))
        template = theme / "templates" / "home.html"
        template.parent.mkdir(exist_ok=True)
        template.write_text('{% extends "_shared/home.html" %}\n')
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        studio = Studio(theme, sample_material(), address)
        server = uvicorn.Server(
            uvicorn.Config(
                ThemeServer(studio, SamplePictures(Path(folder), 60, 180)).app(),
                log_level="warning",
                timeout_graceful_shutdown=1,
            )
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            with Browser(Path(folder) / "browser") as browser:
                browser.open(f"{address}/")
                _until(browser, _ALL_PHOTOS)  # drawn at the first look, which is not what is measured
                _tell("template", [_template(browser, template, number) for number in range(saves)])
                _tell("stylesheet", [_styles(browser, theme, number) for number in range(saves)])
        finally:
            server.should_exit = True
            thread.join()


def _template(browser: Browser, template: Path, number: int) -> float:
    time.sleep(_BETWEEN_S)
    block = f'{{% block header %}}<p id="mark-{number}">{number}</p>{{{{ super() }}}}{{% endblock %}}'
    began = time.monotonic()
    template.write_text(f'{{% extends "_shared/home.html" %}}\n{block}\n')
    _until(browser, f"document.getElementById('mark-{number}')?.offsetHeight > 0")
    return time.monotonic() - began


def _styles(browser: Browser, theme: Path, number: int) -> float:
    sheet = theme / "assets" / "css" / "type.css"
    text = sheet.read_text().partition("/* measured */")[0]
    time.sleep(_BETWEEN_S)
    began = time.monotonic()
    sheet.write_text(f"{text}/* measured */ body {{ padding-top: {number + 1}px; }}\n")
    _until(browser, f"getComputedStyle(document.body).paddingTop === '{number + 1}px'")
    return time.monotonic() - began


def _until(browser: Browser, script: str) -> None:
    """Looks every few milliseconds: who asks without a pause keeps the page from its work."""
    while not browser.holds(script):
        time.sleep(_LOOK_S)


def _tell(what: str, seconds: list[float]) -> None:
    median, slowest = statistics.median(seconds) * 1000, max(seconds) * 1000
    print(f"{what:<12} median {median:.0f} ms, slowest {slowest:.0f} ms, {len(seconds)} saves (wanted: {WITHIN_MS} ms)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
