"""What a page makes a browser load, found without any knowledge of how our pages are made."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

# Asked anew whenever they are used, and meant to tell what is live now: what a product costs, and which shards of the
# search there are (each of those under a name of its own).
_TOLD_ANEW = ("/prices/", "/search/index.")
_LEADS_ELSEWHERE = {("a", "href"), ("area", "href"), ("form", "action")}
_NO_ADDRESS = {"canonical", "alternate"}
_IN_CSS = re.compile(r"""url\(\s*["']?([^"')]+)""")
_IN_JS = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["'](\.{0,2}/[^"']+)["']""")
_IN_TEXT = re.compile(r"""(?<=["'\s,(>])(?:https?://[\w.:-]+)?/[^"'\s,)<>\\]+\.\w{2,11}(?=["'\s,)<])""")


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.resources: set[str] = set()
        self.pages: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "link" and values.get("rel") in _NO_ADDRESS:
            return
        for name, value in values.items():
            if (tag, name) in _LEADS_ELSEWHERE:
                self.pages.add(value)
            else:
                self.resources.update(_addresses(name, value))


def _addresses(name: str, value: str) -> list[str]:
    """Of an attribute: an address, or several with widths; data-… attributes hold some too."""
    parts = value.split(",") if name.endswith("srcset") else [value]
    return [part.split()[0] for part in parts if part.strip().startswith("/")]


def resources_of(path: str, text: str, origin: str) -> set[str]:
    """Paths of what the page, style sheet, script or JSON at `path` loads from its own site; `origin`: its public one.

    Addresses in scripts, JSON-LD and data count as well, if they end like a file's name.
    """
    if path.endswith((".css", ".js")):
        found = set((_IN_CSS if path.endswith(".css") else _IN_JS).findall(text))
    elif path.endswith((".json", ".webmanifest", ".xml")):
        found = set(_IN_TEXT.findall(text))
    else:
        found = _parsed(text).resources | set(_IN_TEXT.findall(text))
    own = {"", urlsplit(origin).netloc}
    parts = [urlsplit(urljoin(path, address)) for address in found]
    ours = {part.path for part in parts if part.netloc in own and part.scheme in ("", "http", "https")}
    files = {address for address in ours if not address.endswith("/")}  # the rest are pages, to be gone to
    return {address for address in files if not address.startswith(_TOLD_ANEW)}


def pages_of(path: str, text: str) -> set[str]:
    """Paths of the site's pages that the page at `path` links to."""
    parts = [urlsplit(urljoin(path, address)) for address in _parsed(text).pages]
    return {part.path for part in parts if not part.netloc and not part.scheme}


def _parsed(text: str) -> _Page:
    page = _Page()
    page.feed(text)
    return page
