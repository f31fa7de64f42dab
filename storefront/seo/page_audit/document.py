"""A finished page, parsed once. The checks share what was found in it."""

from __future__ import annotations

from functools import cached_property

from selectolax.lexbor import LexborHTMLParser, LexborNode

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
CONTROLS = ("input", "select", "textarea", "button")
_WANTED = ", ".join(("a[href]", "img", *HEADINGS, *CONTROLS, "link[href]", "script", "meta[name=description]"))


class Document:
    """`html` and what is in it, in the page's order. What stands in <template> is not part of the page yet."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.tree = LexborHTMLParser(html)
        self._by_tag: dict[str, list[LexborNode]] = {}
        for node in self.tree.css(_WANTED):
            self._by_tag.setdefault(node.tag or "", []).append(node)

    def all(self, tag: str) -> list[LexborNode]:
        return self._by_tag.get(tag, [])

    @cached_property
    def main(self) -> LexborNode | None:
        return self.tree.css_first("main") or self.tree.body


def attribute(node: LexborNode, name: str) -> str | None:
    """An attribute's value, "" for one without; None where there is none."""
    attributes = node.attributes
    return (attributes[name] or "") if name in attributes else None


def words(node: LexborNode | None) -> str:
    """A node's text on one line, every kind of space as a plain one."""
    return " ".join(node.text(separator=" ").split()) if node is not None else ""
