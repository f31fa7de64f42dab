"""All checks of a whole site, fed page by page and then path by path."""

from __future__ import annotations

from collections.abc import Iterable

from storefront.seo.duplicate_checks import Duplicates
from storefront.seo.findings import Finding
from storefront.seo.language_checks import LanguageMesh
from storefront.seo.link_checks import Links
from storefront.seo.marks import PageMark
from storefront.seo.page_checks import check_page


class SiteChecks:
    """First `see` every page, then `provide` every path of the release, then ask for the findings."""

    def __init__(self) -> None:
        self.pages = 0
        self.indexable = 0
        self._of_pages: list[Finding] = []
        self._duplicates = Duplicates()
        self._links = Links()
        self._languages = LanguageMesh()

    def see(self, marks: Iterable[PageMark]) -> None:
        for mark in marks:
            self.pages += 1
            self.indexable += mark.indexable
            self._of_pages.extend(check_page(mark))
            self._duplicates.see(mark)
            self._links.see(mark)
            self._languages.see(mark)

    def provide(self, paths: Iterable[str]) -> None:
        self._links.provide(paths)

    def findings(self) -> list[Finding]:
        """Errors first, then by check and page."""
        joined = (self._duplicates, self._links, self._languages)
        return sorted([*self._of_pages, *(finding for check in joined for finding in check.findings())])
