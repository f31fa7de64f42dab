"""Exactly one main heading, and no level left out below it: readers jump from heading to heading."""

from __future__ import annotations

from collections.abc import Iterator

from storefront.seo.page_audit.document import HEADINGS, Document, words
from storefront.seo.rules import problem


def check_headings(document: Document) -> Iterator[str]:
    main = document.all("h1")
    if len(main) != 1:
        yield problem("main heading", f"The page has {len(main)} h1 elements.")
    elif not words(main[0]):
        yield problem("main heading", "The page's h1 is empty.")
    yield from _left_out(document)


def _left_out(document: Document) -> Iterator[str]:
    """The first heading that is two levels below the one before it; one is enough to look at."""
    if not any(document.all(tag) for tag in HEADINGS[2:]):
        return
    before = 0
    for node in document.tree.css(", ".join(HEADINGS)):
        level = int((node.tag or "h1")[1])
        if before and level > before + 1:
            yield problem("heading order", f"An h{level} follows an h{before}: {words(node)[:80]!r}.")
            return
        before = level
