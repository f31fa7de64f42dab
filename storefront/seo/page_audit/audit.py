"""All checks of a page, and what it leaves for the whole site's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from storefront.seo.page_audit.accessibility import check_accessibility
from storefront.seo.page_audit.document import Document
from storefront.seo.page_audit.head import check_head
from storefront.seo.page_audit.headings import check_headings
from storefront.seo.page_audit.links import internal_links, loaded_files, pictures
from storefront.seo.page_audit.product_facts import ProductFacts
from storefront.seo.page_audit.remains import check_remains
from storefront.seo.page_audit.truth import check_truth
from storefront.seo.page_audit.weight import check_weight, compressed_size


@dataclass(frozen=True, slots=True)
class Expected:
    """What the page was made from. `content` gives all its values; `product` is for a product's page."""

    page_type: str
    locale: str
    title: str
    description: str
    prefix: str
    content: Callable[[], object]
    product: ProductFacts | None = None


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found; addresses are paths of the store, `compressed_bytes` an estimate."""

    links: list[str]
    pictures: list[str]
    files: list[str]  # stylesheets and scripts
    compressed_bytes: int
    problems: list[str]


def audit(html: str, data: bytes, expected: Expected) -> Audit:
    """`data` is the HTML encoded, as it is stored."""
    document = Document(html)
    weight = compressed_size(data)
    return Audit(
        links=internal_links(document, expected.prefix),
        pictures=pictures(document, expected.prefix),
        files=loaded_files(document, expected.prefix),
        compressed_bytes=weight,
        problems=[*check_weight(expected.page_type, weight), *_checked(document, expected)],
    )


def _checked(document: Document, expected: Expected) -> Iterator[str]:
    yield from check_head(document, title=expected.title, description=expected.description)
    yield from check_headings(document)
    yield from check_accessibility(document, expected.locale)
    yield from check_remains(document, expected.content)
    if expected.product:
        yield from check_truth(document, expected.product, expected.prefix)
