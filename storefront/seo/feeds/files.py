"""The feeds of a store as files: one of each kind and locale, in parts where they grow large.

Filled page by page: of a hundred thousand products one part of each feed is in memory at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from storefront.seo.feeds import agents, google
from storefront.seo.feeds.items import FeedProduct
from storefront.seo.marks import PageMark
from storefront.seo.models import SiteFacts
from storefront.seo.site_file import SiteFile

BYTES_PER_PART = 20_000_000
BYTES_IN_MEMORY = 160_000_000  # of all feeds' parts together: they fill side by side, and languages may be many


@dataclass(slots=True)
class _Part:
    """A feed's entries since the last part was finished."""

    entries: list[bytes] = field(default_factory=list)
    size: int = 0
    number: int = 1

    def add(self, entry: bytes) -> None:
        self.entries.append(entry)
        self.size += len(entry)


class Feeds:
    """`add` marks in the plan's order, and take the files it hands out; in the end those that `close` does."""

    def __init__(
        self, facts: SiteFacts, *, part_bytes: int = BYTES_PER_PART, memory_bytes: int = BYTES_IN_MEMORY
    ) -> None:
        self.paths: list[str] = []  # of all parts handed out
        self.without = 0  # product pages that bring nothing, for want of a photo
        self._facts = facts
        self._part_bytes = min(part_bytes, memory_bytes // (2 * len(facts.locales)))  # two kinds in each
        self._parts: dict[tuple[str, str], _Part] = {}

    def add(self, marks: Iterable[PageMark]) -> Iterator[SiteFile]:
        """Nothing without a public address, which every item needs."""
        if not self._facts.base_url:
            return
        for mark in marks:
            if mark.feed is not None:
                yield from self._add(FeedProduct.from_dict(mark.feed), mark.locale)
            elif mark.page_type == "product":
                self.without += 1

    def close(self) -> Iterator[SiteFile]:
        for kind, locale in self._parts:
            yield self._file(kind, locale)

    def _add(self, product: FeedProduct, locale: str) -> Iterator[SiteFile]:
        for item in product.items:
            yield from self._entry("google", locale, google.entry(product, item, self._facts.seller))
            yield from self._entry("products", locale, agents.entry(product, item, self._facts, locale))

    def _entry(self, kind: str, locale: str, entry: bytes) -> Iterator[SiteFile]:
        part = self._parts.get((kind, locale))
        if part is None:
            part = self._parts[kind, locale] = _Part()
        if part.entries and part.size + len(entry) > self._part_bytes:
            yield self._file(kind, locale)
            part = self._parts[kind, locale] = _Part(number=part.number + 1)
        part.add(entry)

    def _file(self, kind: str, locale: str) -> SiteFile:
        part = self._parts[kind, locale]
        path, body = _path(kind, locale, part.number), b"".join(part.entries)
        self.paths.append(path)
        if kind == "products":
            return SiteFile(path, agents.CONTENT_TYPE, body)
        facts = self._facts
        opening = google.head(facts.name, facts.absolute(facts.home(locale)), facts.descriptions.get(locale, ""))
        return SiteFile(path, google.CONTENT_TYPE, opening + body + google.FOOT)


def _path(kind: str, locale: str, number: int) -> str:
    """ "/feeds/google.en.xml", from the second part on "/feeds/google.en.2.xml": the first is always found."""
    ending = "xml" if kind == "google" else "jsonl"
    return f"/feeds/{kind}.{locale}{f'.{number}' if number > 1 else ''}.{ending}"
