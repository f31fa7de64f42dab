"""An exported store as a stranger sees it: files in a folder, read without any code of ours."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import orjson

_ADDRESSES = {"a": "href", "link": "href", "script": "src", "img": "src", "form": "action", "source": "srcset"}


@dataclass
class Page:
    path: str
    text: str = ""
    title: str = ""
    locale: str = ""
    robots: str = ""
    links: set[str] = field(default_factory=set)  # of <a>: absolute paths within the site
    resources: set[str] = field(default_factory=set)  # of everything else
    images: list[dict[str, str]] = field(default_factory=list)
    json_ld: list[Any] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._inside: list[str] = []
        self._json = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in ("script", "style", "title", "template"):
            self._inside.append("json" if values.get("type") == "application/ld+json" else tag)
        if tag == "html":
            self._page.locale = values.get("lang", "")
        if tag == "meta" and values.get("name") == "robots":
            self._page.robots = values["content"]
        if tag == "img" and "template" not in self._inside:
            self._page.images.append(values)
        if "template" not in self._inside:
            self._take_addresses(tag, values)

    def _take_addresses(self, tag: str, values: dict[str, str]) -> None:
        for name in {_ADDRESSES.get(tag, ""), "srcset", "imagesrcset"} & set(values):
            raw = values[name]
            addresses = [part.split()[0] for part in raw.split(",")] if name.endswith("srcset") else [raw]
            for address in addresses:
                if urlsplit(address).scheme or address.startswith("#") or not address:
                    continue
                path = urlsplit(urljoin(self._page.path, address)).path
                (self._page.links if tag == "a" else self._page.resources).add(path)

    def handle_endtag(self, tag: str) -> None:
        if self._inside and tag in ("script", "style", "title", "template") and self._inside.pop() == "json":
            self._page.json_ld.append(orjson.loads(self._json))
            self._json = ""

    def handle_data(self, data: str) -> None:
        inside = self._inside[-1] if self._inside else ""
        if inside == "json":
            self._json += data
        elif inside == "title":
            self._page.title += data
        elif not inside:
            self._page.text += data


class Site:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages = {page.path: page for page in _pages(folder)}

    def has(self, path: str) -> bool:
        return path in self.pages or (self.folder / path.lstrip("/")).is_file()

    def reachable(self, start: str = "/") -> set[str]:
        """The pages that a visitor gets to by following links."""
        seen, waiting = {start}, [start]
        while waiting:
            for link in self.pages[waiting.pop()].links & set(self.pages) - seen:
                seen.add(link)
                waiting.append(link)
        return seen


def _pages(folder: Path) -> Iterator[Page]:
    for file in sorted(folder.rglob("*.html")):
        name = "/" + file.relative_to(folder).as_posix()
        page = Page(name.removesuffix("index.html"))
        _Reader(page).feed(file.read_text(encoding="utf-8"))
        yield page
