"""Language versions: each names itself and all the others, and only pages that search engines may show."""

from __future__ import annotations

from collections.abc import Iterator

from storefront.seo.findings import Finding
from storefront.seo.marks import PageMark

_REMEDY = "Build the store again; if it stays, the page plan is at fault."


class LanguageMesh:
    """Sees all pages."""

    def __init__(self) -> None:
        self._versions: dict[str, dict[str, str]] = {}  # page → its language versions
        self._locales: dict[str, str] = {}  # indexable page → its locale

    def see(self, mark: PageMark) -> None:
        if mark.indexable:
            self._locales[mark.path] = mark.locale
        if mark.alternates:
            self._versions[mark.path] = mark.alternates

    def findings(self) -> Iterator[Finding]:
        for page in sorted(self._versions):
            for reason in self._faults(page, self._versions[page]):
                yield Finding("error", "language versions", page, reason, _REMEDY)

    def _faults(self, page: str, versions: dict[str, str]) -> Iterator[str]:
        if page not in versions.values():
            yield "The page is not among its own language versions."
        for locale, other in sorted(versions.items()):
            if self._locales.get(other) != locale:
                yield f"Its version in {locale}, {other}, is no page in that language that search engines may show."
            elif self._versions.get(other) != versions:
                yield f"Its version in {locale}, {other}, does not name the same versions in return."
