"""Titles and descriptions for the heads of a store's pages, no two alike in one language.

Whether a text is taken depends on the pages before, so they are settled while planning, in the plan's order.
"""

from __future__ import annotations

from hashlib import blake2b
from itertools import chain, count

from storefront.seo import metadata


class HeadTexts:
    """One language's titles and descriptions. Remembers 8 bytes of each, not the texts."""

    def __init__(self) -> None:
        self._taken: set[bytes] = set()

    def title(self, *parts: str, apart: str = "") -> str:
        """At most 60 characters of the parts; `apart` (a colour, a page number) is added when the title is taken."""
        return self._distinct("title", metadata.title(*parts), apart, metadata.TITLE_LIMIT)

    def description(self, text: str, *, apart: str = "") -> str:
        """At most 160 characters of the text; `apart` is added when another page says the same."""
        return self._distinct("description", metadata.description(text), apart, metadata.DESCRIPTION_LIMIT)

    def _distinct(self, kind: str, wanted: str, apart: str, limit: int) -> str:
        """What is still taken with `apart` behind it is numbered."""
        separator = " – " if apart else " "
        numbered = (f"{apart} ({number})".strip() for number in count(2))
        endings = chain([apart] if apart else [], numbered)
        marked = (metadata.with_ending(wanted, ending, limit=limit, separator=separator) for ending in endings)
        return next(text for text in chain([wanted], marked) if self._take(kind, text))

    def _take(self, kind: str, text: str) -> bool:
        digest = blake2b(f"{kind}\0{text}".encode(), digest_size=8).digest()
        if digest in self._taken:
            return False
        self._taken.add(digest)
        return True
