"""How heavy each kind of page is, against its budget: its HTML, and the stylesheets and scripts it asks for."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from storefront.seo.findings import Finding
from storefront.seo.marks import PageMark
from storefront.seo.page_audit.weight import SCRIPTS_BUDGET, STYLES_BUDGET, budget_of
from storefront.seo.rules import RULES

_GZIP_FRAME = 18  # bytes around what zlib's deflate gives


@dataclass(frozen=True, slots=True)
class Weight:
    """One kind of page: its heaviest page's HTML and the most it loads besides, in bytes after compression."""

    page_type: str
    pages: int
    heaviest: str  # path
    html: int
    html_budget: int
    styles: int
    scripts: int
    styles_budget: int = STYLES_BUDGET
    scripts_budget: int = SCRIPTS_BUDGET


@dataclass(slots=True)
class _Kind:
    pages: int = 0
    html: int = -1
    heaviest: str = ""
    loaded: set[tuple[str, ...]] = field(default_factory=set)  # the different sets of files its pages ask for


class Weights:
    """Sees all pages; needs the sizes of their files to say more."""

    def __init__(self) -> None:
        self._kinds: dict[str, _Kind] = {}

    def see(self, marks: Iterable[PageMark]) -> None:
        for mark in marks:
            kind = self._kinds.setdefault(mark.page_type, _Kind())
            kind.pages += 1
            if mark.compressed_bytes > kind.html:
                kind.html, kind.heaviest = mark.compressed_bytes, mark.path
            kind.loaded.add(tuple(file for file in mark.files if file.endswith((".css", ".js"))))

    @property
    def files(self) -> set[str]:
        """Paths of all stylesheets and scripts that pages ask for."""
        return {path for kind in self._kinds.values() for files in kind.loaded for path in files}

    def told(self, sizes: Mapping[str, int]) -> list[Weight]:
        """By kind of page. `sizes` are those of the files, compressed; a file that is missing weighs nothing."""
        return [
            Weight(
                name,
                kind.pages,
                kind.heaviest,
                kind.html,
                budget_of(name),
                styles=_most(kind.loaded, ".css", sizes),
                scripts=_most(kind.loaded, ".js", sizes),
            )
            for name, kind in sorted(self._kinds.items())
        ]


def _most(loaded: set[tuple[str, ...]], ending: str, sizes: Mapping[str, int]) -> int:
    return max(sum(sizes.get(path, 0) for path in files if path.endswith(ending)) for files in loaded)


def gzip_size(data: bytes) -> int:
    return len(zlib.compress(data, 9)) + _GZIP_FRAME


def over_budget(weights: Iterable[Weight]) -> Iterator[Finding]:
    """HTML is told by each page itself."""
    for one in weights:
        for what, size, budget in (
            ("styles", one.styles, one.styles_budget),
            ("scripts", one.scripts, one.scripts_budget),
        ):
            if size > budget:
                rule = RULES[f"{what} too heavy"]
                reason = f"Pages of the kind {one.page_type} load {size:,} bytes of {what}, of {budget:,}."
                yield Finding(rule.level, f"{what} too heavy", one.heaviest, reason, rule.remedy)
