"""Sitemaps as sitemaps.org and Google read them: pages with their pictures and language versions, in shards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

URLS_PER_SHARD = 10_000  # readers allow 50,000; smaller shards mean less to write again when one page changes
BYTES_PER_SHARD = 40_000_000  # readers allow 50 MiB
IMAGES_PER_PAGE = 20

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_URLSET = (
    f'{_HEAD}<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
    ' xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
_INDEX = f'{_HEAD}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """A page; every address is absolute. `last_modified` (ISO date) only where it is known to be true."""

    address: str
    images: Sequence[str] = ()
    alternates: Sequence[tuple[str, str]] = ()  # hreflang, address
    last_modified: str | None = None


def sitemap_shards(
    entries: Iterable[SitemapEntry], *, urls: int = URLS_PER_SHARD, size_bytes: int = BYTES_PER_SHARD
) -> Iterator[bytes]:
    """Whole sitemap files, in the order of the entries; nothing for no entries."""
    written: list[bytes] = []
    length = 0
    for entry in entries:
        text = _url(entry).encode()
        if written and (len(written) == urls or length + len(text) > size_bytes):
            yield _file(written)
            written, length = [], 0
        written.append(text)
        length += len(text)
    if written:
        yield _file(written)


def sitemap_index(addresses: Sequence[str]) -> bytes:
    """The file that names the shards by absolute address."""
    lines = [f"<sitemap><loc>{escape(address)}</loc></sitemap>\n" for address in addresses]
    return f"{_INDEX}{''.join(lines)}</sitemapindex>\n".encode()


def _file(urls: list[bytes]) -> bytes:
    return _URLSET.encode() + b"".join(urls) + b"</urlset>\n"


def _url(entry: SitemapEntry) -> str:
    modified = f"<lastmod>{escape(entry.last_modified)}</lastmod>" if entry.last_modified else ""
    links = [
        f'<xhtml:link rel="alternate" hreflang={quoteattr(code)} href={quoteattr(address)}/>'
        for code, address in entry.alternates
    ]
    images = [f"<image:image><image:loc>{escape(image)}</image:loc></image:image>" for image in entry.images]
    extras = "".join([*links, *images[:IMAGES_PER_PAGE]])
    return f"<url><loc>{escape(entry.address)}</loc>{modified}{extras}</url>\n"
