"""Titles and descriptions for the heads of a store's pages, no two alike in one language.

Whether a text is taken depends on the pages before, so they are settled while planning, in the plan's order.
"""

from __future__ import annotations

from hashlib import blake2b

from storefront.seo import metadata


class HeadTexts:
    """One language's titles and descriptions. Remembers 8 bytes of each, not the texts."""

    def __init__(self) -> None:
        self._taken: set[bytes] = set()
        self._next: dict[bytes, int] = {}  # the number to try next, for texts that were taken

    def title(self, *parts: str, apart: str = "") -> str:
        """At most 60 characters of the parts; `apart` (a colour, a page number) is added when the title is taken."""
        return self._distinct("title", metadata.title(*parts), apart, metadata.TITLE_LIMIT)

    def description(self, text: str, *, otherwise: str = "", apart: str = "") -> str:
        """At most 160 characters of the text, or of `otherwise` where it is only markup; `apart` as for titles."""
        wanted = metadata.description(text) or metadata.description(otherwise)
        return self._distinct("description", wanted, apart, metadata.DESCRIPTION_LIMIT)

    def _distinct(self, kind: str, wanted: str, apart: str, limit: int) -> str:
        """What is still taken with `apart` behind it is numbered. Ten thousand pages may say the same."""
        separator = " – " if apart else " "
        same = _digest(kind, wanted, apart)
        text = wanted
        while not self._take(kind, text):
            number = self._next.get(same, 1 if apart else 2)
            self._next[same] = number + 1
            ending = f"{apart} ({number})".strip() if number > 1 else apart
            text = metadata.with_ending(wanted, ending, limit=limit, separator=separator)
        return text

    def _take(self, kind: str, text: str) -> bool:
        digest = _digest(kind, text)
        if digest in self._taken:
            return False
        self._taken.add(digest)
        return True


def _digest(*parts: str) -> bytes:
    return blake2b("\0".join(parts).encode(), digest_size=8).digest()
