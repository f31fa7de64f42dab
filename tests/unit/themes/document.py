"""A page's HTML as tests ask it questions."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser

from tests.unit.themes.every_theme import sample

VOID = {"meta", "link", "img", "source", "input", "br"}


class Document(HTMLParser):
    """Elements in order, and the text of some of them; unbalanced tags are an error."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: dict[str, list[str]] = {}
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, f"</{tag}> closes another element"

    def handle_data(self, data: str) -> None:
        if self.open:
            self.text.setdefault(self.open[-1], []).append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def meta(self, name: str) -> str | None:
        found = [m["content"] for m in self.all("meta") if name in (m.get("name"), m.get("property"))]
        return found[0] if found else None


@cache
def document(theme: str, path: str) -> Document:
    """A sample page, parsed once for all tests."""
    return Document(sample(theme, path))
