"""The seo stage: site-wide files and the report card, from what every page left behind."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from storefront.seo.checks import SiteChecks
from storefront.seo.feeds.files import Feeds
from storefront.seo.llms import PATH, Overview
from storefront.seo.marks import decode_marks
from storefront.seo.models import SiteFacts, SiteFiles
from storefront.seo.page_checks import check_address
from storefront.seo.report.card import report_card, sentences
from storefront.seo.service_worker import precached_paths
from storefront.seo.site_file import SiteFile
from storefront.seo.site_wide import TEXT, other_files, sitemap_entries, sitemap_files
from storefront.seo.sitemaps import SitemapEntry
from storefront.storage.interfaces import Objects
from storefront.storage.manifest import Entry, decode_shard, digest_of, store_shard
from storefront.tenancy.scope import StoreScope


async def make_site_files(
    objects: Objects,
    scope: StoreScope,
    build_id: str,
    *,
    site_facts: SiteFacts,
    marks_keys: Sequence[str],
    manifest_keys: Sequence[str],
) -> SiteFiles:
    """Write sitemaps, robots.txt, web manifests, the service worker and the report card of a build.

    `marks_keys` are in the page plan's order, which sitemaps keep; `manifest_keys` name every page, image and asset of
    the release. The same inputs give the same manifest shard. Raises BrokenPromise when an input is missing.
    """
    checks, feeds, overview = SiteChecks(), Feeds(site_facts), Overview(site_facts)
    write = partial(_write, objects, scope)
    pages: list[SitemapEntry] = []
    written: list[Entry] = []
    for key in marks_keys:
        marks = decode_marks(await objects.get(key))
        checks.see(marks)
        overview.see(marks)
        pages.extend(sitemap_entries(marks, site_facts))
        written += [await write(file) for file in feeds.add(marks)]
    precached = await _read_manifests(objects, manifest_keys, checks)
    sitemaps = list(sitemap_files(pages, site_facts))
    files = [*sitemaps, *feeds.close(), *other_files(site_facts, precached, has_sitemap=bool(sitemaps))]
    if site_facts.base_url:
        files.append(SiteFile(PATH, TEXT, overview.text(feeds.first_paths, has_sitemap=bool(sitemaps))))
    written += [await write(file) for file in files]
    checks.provide(entry.path for entry in written)
    findings = sorted([*checks.findings(), *check_address(site_facts)])
    report_key = scope.build_key(build_id, "seo", "report.json")
    await objects.put(report_key, report_card(findings, pages=checks.pages, indexable=checks.indexable))
    manifest_key = await store_shard(objects, scope, written)
    return SiteFiles(manifest_key, report_key, sentences(findings, "error"), sentences(findings, "warning"))


async def _read_manifests(objects: Objects, keys: Sequence[str], checks: SiteChecks) -> list[str]:
    """Tells the checks what there is; returns the paths the service worker fetches in advance."""
    precached: set[str] = set()
    for key in keys:
        shard = decode_shard(await objects.get(key))
        checks.provide(entry.path for entry in shard)
        precached.update(precached_paths(shard))
    return sorted(precached)


async def _write(objects: Objects, scope: StoreScope, file: SiteFile) -> Entry:
    digest = digest_of(file.data)
    key = scope.blob_key(digest)
    await objects.put_new(key, file.data)
    return Entry(file.path, key, digest, len(file.data), file.content_type, "site")
