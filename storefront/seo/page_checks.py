"""What can be said of a page, or of the store's address, by itself."""

from __future__ import annotations

from collections.abc import Iterator

from storefront.seo.findings import Finding
from storefront.seo.marks import PageMark
from storefront.seo.metadata import DESCRIPTION_LIMIT, TITLE_LIMIT
from storefront.seo.models import SiteFacts
from storefront.seo.rules import finding


def check_page(mark: PageMark) -> Iterator[Finding]:
    yield from (finding(mark.path, problem) for problem in mark.problems)
    if not mark.title:
        yield Finding("error", "title missing", mark.path, "The page has no title.", "Give the product or page a name.")
    elif len(mark.title) > TITLE_LIMIT:
        yield _too_long(mark.path, "title", len(mark.title), TITLE_LIMIT)
    if not mark.indexable:
        return
    if not mark.description:
        remedy = "Give the product, category or store a description."
        yield Finding("warning", "description missing", mark.path, "The page has no description.", remedy)
    elif len(mark.description) > DESCRIPTION_LIMIT:
        yield _too_long(mark.path, "description", len(mark.description), DESCRIPTION_LIMIT)


def _too_long(path: str, what: str, length: int, limit: int) -> Finding:
    reason = f"The {what} has {length} characters; search results show {limit}."
    return Finding("warning", f"{what} too long", path, reason, f"Shorten the texts the {what} is made of.")


def check_address(facts: SiteFacts) -> Iterator[Finding]:
    """Search engines need the store's public address, and read robots.txt at the top of a host only."""
    if not facts.base_url:
        remedy = "Set base_url in the store's configuration."
        yield Finding("warning", "address", "/", "The store has no public address, so it has no sitemap.", remedy)
    elif facts.prefix:
        reason = f"robots.txt is read at the top of a host only, and this store is below {facts.prefix}/."
        remedy = f"Add this line to the host's robots.txt: Sitemap: {facts.absolute('/sitemap.xml')}"
        yield Finding("warning", "address", "/robots.txt", reason, remedy)
