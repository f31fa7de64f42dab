"""Titles and descriptions that several pages of a language share: search engines then show the wrong one."""

from __future__ import annotations

from collections.abc import Iterator

from storefront.seo.findings import Finding
from storefront.seo.marks import PageMark
from storefront.storage.manifest import digest_of


class Duplicates:
    """Sees all indexable pages; remembers digests instead of texts, so that 100,000 pages fit."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str, str], str] = {}
        self._again: list[tuple[str, str, str]] = []  # kind of text, page, first page with it

    def see(self, mark: PageMark) -> None:
        if not mark.indexable:
            return
        for kind, text in (("title", mark.title), ("description", mark.description)):
            if text:
                first = self._first.setdefault((kind, mark.locale, digest_of(text.encode())[:24]), mark.path)
                if first != mark.path:
                    self._again.append((kind, mark.path, first))

    def findings(self) -> Iterator[Finding]:
        for kind, page, first in self._again:
            reason = f"The {kind} is the same as on {first}."
            yield Finding("warning", f"{kind} not unique", page, reason, "Tell the two apart by name, colour or size.")
