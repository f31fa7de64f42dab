"""The files a site has once: sitemaps, robots.txt, web manifests, service worker; as bytes, not yet stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from storefront.seo import service_worker, web_manifest
from storefront.seo.addresses import language_versions
from storefront.seo.marks import PageMark
from storefront.seo.models import SiteFacts
from storefront.seo.robots import robots_txt
from storefront.seo.site_file import SiteFile
from storefront.seo.sitemaps import SitemapEntry, sitemap_index, sitemap_shards
from storefront.storage.manifest import HASH_LENGTH, digest_of

SITEMAP = "/sitemap.xml"
_XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"


def sitemap_entries(marks: Iterable[PageMark], facts: SiteFacts) -> Iterator[SitemapEntry]:
    """Entries of the pages that search engines may show."""
    for mark in marks:
        if mark.indexable:
            yield SitemapEntry(
                facts.absolute(mark.path),
                [facts.absolute(path) for path in mark.images],
                language_versions(mark.alternates, facts.base_url, facts.default_locale),
                mark.modified,
            )


def sitemap_files(entries: Iterable[SitemapEntry], facts: SiteFacts) -> Iterator[SiteFile]:
    """The shards and their index; nothing without a public address, which every line of them needs."""
    if not facts.base_url:
        return
    addresses = []
    for number, data in enumerate(sitemap_shards(entries), 1):
        # at the top: a sitemap speaks for its own folder and those below; by content: parts of two releases never mix
        path = f"/sitemap-{number:05d}.{digest_of(data)[:HASH_LENGTH]}.xml"
        addresses.append(facts.absolute(path))
        yield SiteFile(path, _XML, data)
    if addresses:
        yield SiteFile(SITEMAP, _XML, sitemap_index(addresses))


def other_files(facts: SiteFacts, precached: Iterable[str], *, has_sitemap: bool) -> Iterator[SiteFile]:
    """`precached`: paths of the assets that the service worker fetches in advance."""
    yield SiteFile("/robots.txt", TEXT, robots_txt(facts.absolute(SITEMAP) if has_sitemap else None))
    for locale in facts.locales:
        path = web_manifest.web_manifest_path(facts, locale)
        yield SiteFile(path, web_manifest.CONTENT_TYPE, web_manifest.web_manifest(facts, locale))
    script = service_worker.service_worker(precached, prefix=facts.prefix, enabled=facts.service_worker)
    yield SiteFile(service_worker.PATH, service_worker.CONTENT_TYPE, script)
