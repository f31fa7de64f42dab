"""llms.txt (llmstxt.org): the store in plain Markdown for language models: what it is, its pages, its feeds."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from storefront.seo.marks import PageMark
from storefront.seo.models import SiteFacts

PATH = "/llms.txt"
_SECTIONS = {
    "category": "Categories",
    "collection": "Collections",
    "brand": "Brands",
    "size_guide": "Guides",
    "face_shape_guide": "Guides",
    "policy": "Policies",
    "about": "About the shop",
    "contact": "About the shop",
}
_ORDER = ("About the shop", "Policies", "Guides", "Categories", "Collections", "Brands")
_MOST_PAGES = 100  # of each section; the sitemap has them all
_FURTHER_PAGE = re.compile(r"/page-\d+/$")
_SYNTAX = str.maketrans({character: f"\\{character}" for character in "\\[]<>`*_"})


@dataclass(slots=True)
class Overview:
    """Sees all pages, and keeps those worth telling: each section's first ones in the default language."""

    facts: SiteFacts
    products: int = 0
    _sections: dict[str, list[PageMark]] = field(default_factory=dict)

    def see(self, marks: Iterable[PageMark]) -> None:
        for mark in marks:
            if mark.locale != self.facts.default_locale:
                continue
            self.products += mark.page_type == "product"
            section = _SECTIONS.get(mark.page_type)
            if section and mark.indexable and not _FURTHER_PAGE.search(mark.path):
                pages = self._sections.setdefault(section, [])
                if len(pages) < _MOST_PAGES:
                    pages.append(mark)

    def text(self, feeds: Iterable[str], *, has_sitemap: bool) -> bytes:
        facts = self.facts
        lines = [f"# {_plain(facts.name)}", ""]
        description = facts.descriptions.get(facts.default_locale, "")
        lines += [f"> {_plain(description)}", ""] if description else []
        lines += [self._about(), ""]
        for section in _ORDER:
            if section in self._sections:
                lines += [f"## {section}", "", *map(self._link, self._sections[section]), ""]
        data = [f"- [{path.rsplit('/', 1)[-1]}]({facts.absolute(path)}): {_said_of(path)}" for path in feeds]
        data += [f"- [sitemap.xml]({facts.absolute('/sitemap.xml')}): every page"] if has_sitemap else []
        lines += ["## Product data", "", *data] if data else []
        return ("\n".join(lines).rstrip() + "\n").encode()

    def _about(self) -> str:
        seller = self.facts.seller
        told = [f"An optician's store. Products: {self.products}. Languages: {', '.join(self.facts.locales)}."]
        told += [f"Prices are in {seller.currency}."] if seller.currency else []
        countries = sorted({one.country for one in seller.deliveries})
        told += [f"It delivers to {', '.join(countries)}."] if countries else []
        told += [f"Goods can be returned within {seller.return_days} days."] if seller.return_days else []
        told += ["Orders are made on the store's own pages."]
        return " ".join(told)

    def _link(self, mark: PageMark) -> str:
        told = f": {_plain(mark.description)}" if mark.description else ""
        return f"- [{_plain(mark.name or mark.title)}]({self.facts.absolute(mark.path)}){told}"


def _said_of(path: str) -> str:
    kind = "Google's format" if path.endswith(".xml") else "JSON lines, in the fields of OpenAI's product feed"
    return f"every variant with price and availability, {kind}"


def _plain(text: str) -> str:
    """On one line, with Markdown's own signs as they are written."""
    return " ".join(text.split()).translate(_SYNTAX)
