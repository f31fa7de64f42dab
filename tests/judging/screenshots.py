"""python -m tests.judging.screenshots: every page type of every theme, narrow and wide: var/screenshots/index.html.

Start page, listing and product also on a dark screen. A page that is wider than its screen is told.
"""

from __future__ import annotations

import base64
import re
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from storefront.rendering.themes import theme_names
from tests.factories.browser import Browser
from tests.judging.stores import ROOT, exported_sample

OUT = ROOT / "var" / "screenshots"
WIDTHS = (390, 1280)
_DARK_TOO = ("home", "category", "product")
_TYPE = re.compile(r'<body[^>]*data-page-type="([^"]+)"')
_TO_THE_END = """new Promise(async (done) => {
  for (let y = 0; y < document.body.scrollHeight; y += 600) {
    scrollTo(0, y);
    await new Promise((r) => setTimeout(r, 40));
  }
  scrollTo(0, 0); setTimeout(done, 120);
})"""


def main() -> None:
    shots: list[tuple[str, str, str, int, str]] = []
    for theme in theme_names():
        site = exported_sample(theme)
        with _served(site) as address, tempfile.TemporaryDirectory() as profile, Browser(Path(profile)) as browser:
            for kind, path in _pages(site).items():
                shots += _shots(browser, address, theme, kind, path)
    _index(shots)
    print(f"{len(shots)} screenshots: {OUT / 'index.html'}")


def _pages(site: Path) -> dict[str, str]:
    """Of each type the page with most in it, in the default language."""
    found: dict[str, tuple[int, str]] = {}
    for file in sorted(site.rglob("*.html")):
        name = file.relative_to(site).as_posix()
        kind = _TYPE.search(file.read_text(encoding="utf-8"))
        if kind and not name.startswith("es/"):
            found[kind[1]] = max(found.get(kind[1], (0, "")), (file.stat().st_size, name))
    return {kind: "/" + name.removesuffix("index.html") for kind, (_, name) in sorted(found.items())}


def _shots(
    browser: Browser, address: str, theme: str, kind: str, path: str
) -> Iterator[tuple[str, str, str, int, str]]:
    for scheme in ("light", "dark") if kind in _DARK_TOO else ("light",):
        browser.prefer(scheme)
        for width in WIDTHS:
            browser.resize(width, 844 if width < 700 else 900)
            browser.open(address + path)
            browser.run(_TO_THE_END)
            wide = browser.run("document.documentElement.scrollWidth")
            if wide > width:
                print(f"{theme} {kind} {width}: {wide} px wide")
            name = f"{theme}/{kind}-{width}-{scheme}.png"
            (OUT / theme).mkdir(parents=True, exist_ok=True)
            (OUT / name).write_bytes(base64.b64decode(browser.screenshot()))
            yield theme, kind, scheme, width, name


def _index(shots: list[tuple[str, str, str, int, str]]) -> None:
    """By page type, so that themes stand beside each other."""
    ordered = sorted(shots, key=lambda shot: (shot[1], shot[3], shot[2], shot[0]))
    figures = "".join(
        f'<figure><a href="{escape(name)}"><img loading="lazy" src="{escape(name)}" alt="" width="{width // 3}"></a>'
        f"<figcaption>{escape(kind)}, {escape(theme)}, {width} px, {scheme}</figcaption></figure>"
        for theme, kind, scheme, width, name in ordered
    )
    style = "body{font:14px sans-serif;display:flex;flex-wrap:wrap;align-items:start}figure{margin:8px}img{height:auto}"
    page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Screenshots</title><style>{style}</style>'
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "index.html").write_text(f"{page}{figures}</html>", encoding="utf-8")


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """What was fetched is not the point."""


if __name__ == "__main__":
    main()
