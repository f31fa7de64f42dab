"""Internal links and pictures against everything a release holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from storefront.seo.findings import Finding, Level
from storefront.seo.marks import PageMark


@dataclass(slots=True)
class _Referrers:
    first: str
    count: int = 1

    def add(self, page: str) -> None:
        self.first = min(self.first, page)
        self.count += 1


class Links:
    """Sees all pages, then all paths of the release; what was asked for and never came is broken."""

    def __init__(self) -> None:
        self._wanted: dict[str, _Referrers] = {}
        self._missing: set[str] = set()
        self._slashed: set[str] = set()
        self._indexable: set[str] = set()

    def see(self, mark: PageMark) -> None:
        if mark.indexable:
            self._indexable.add(mark.path)
        for target in (*mark.links, *mark.images, *mark.files):
            if target != mark.path:
                self._want(target, mark.path)

    def _want(self, target: str, page: str) -> None:
        referrers = self._wanted.get(target)
        if referrers is None:
            self._wanted[target] = _Referrers(page)
            self._missing.add(target)
        else:
            referrers.add(page)

    def provide(self, paths: Iterable[str]) -> None:
        """Paths of a manifest shard; all pages must have been seen before."""
        for path in paths:
            self._missing.discard(path)
            self._slashed.discard(path)
            without_slash = path.rstrip("/")
            if without_slash in self._missing:
                self._missing.discard(without_slash)
                self._slashed.add(without_slash)

    def findings(self) -> Iterator[Finding]:
        for target in sorted(self._missing):
            yield self._finding("error", "broken link", target, "which the store does not have", "Remove or mend it.")
        for target in sorted(self._slashed):
            yield self._finding("warning", "link needs a redirect", target, "without its final slash", "Add the slash.")
        for page in sorted(self._indexable - self._wanted.keys() - {"/"}):
            remedy = "Put it in a category or in the navigation."
            yield Finding("warning", "orphan page", page, "No other page links to this one.", remedy)

    def _finding(self, level: Level, check: str, target: str, fault: str, remedy: str) -> Finding:
        referrers = self._wanted[target]
        others = f" ({referrers.count - 1} more pages do)" if referrers.count > 1 else ""
        reason = f"The page{others} names {target}, {fault}."
        return Finding(level, check, referrers.first, reason, remedy)
