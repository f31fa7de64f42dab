"""The seo stage: site-wide files and the report card, from what every page left behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from storefront.seo.checks import SiteChecks
from storefront.seo.feeds.files import Feeds
from storefront.seo.findings import Finding
from storefront.seo.llms import PATH as LLMS
from storefront.seo.llms import Overview
from storefront.seo.marks import decode_marks
from storefront.seo.models import SiteFacts, SiteFiles
from storefront.seo.page_checks import check_address
from storefront.seo.report.card import Looked, report_card, sentences
from storefront.seo.report.colours import pairs, unreadable
from storefront.seo.report.missing import missing_texts
from storefront.seo.report.stored import store_report
from storefront.seo.report.weights import Weights, gzip_size, over_budget
from storefront.seo.service_worker import precached_paths
from storefront.seo.site_file import SiteFile
from storefront.seo.site_wide import TEXT, other_files, sitemap_entries, sitemap_files
from storefront.seo.sitemaps import SitemapEntry
from storefront.storage.concurrency import for_each
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
    """Write sitemaps, feeds, robots.txt, llms.txt, web manifests, the service worker and the report card of a build.

    `marks_keys` are in the page plan's order, which sitemaps and feeds keep; `manifest_keys` name every page, image and
    asset of the release. The same inputs give the same manifest shard. Raises BrokenPromise when an input is missing.
    """
    joining = _Joining(objects, scope, site_facts)
    for key in marks_keys:
        await joining.read_marks(key)
    for key in manifest_keys:
        await joining.read_manifest(key)
    await joining.write_rest()
    findings, looked = await joining.found(build_id)
    report_key = await store_report(objects, scope, build_id, report_card(findings, looked))
    manifest_key = await store_shard(objects, scope, joining.written)
    return SiteFiles(manifest_key, report_key, sentences(findings, "error"), sentences(findings, "warning"))


class _Joining:
    """What gathers while the marks and then the manifests of a build are read, a file at a time."""

    def __init__(self, objects: Objects, scope: StoreScope, facts: SiteFacts) -> None:
        self.written: list[Entry] = []
        self._objects, self._scope, self._facts = objects, scope, facts
        self._checks, self._weights = SiteChecks(), Weights()
        self._feeds, self._overview = Feeds(facts), Overview(facts)
        self._sitemap: list[SitemapEntry] = []
        self._precached: set[str] = set()
        self._loaded: dict[str, str] = {}  # keys of the stylesheets and scripts that pages load, by path

    async def read_marks(self, key: str) -> None:
        marks = decode_marks(await self._objects.get(key))
        self._checks.see(marks)
        self._weights.see(marks)
        self._overview.see(marks)
        self._sitemap.extend(sitemap_entries(marks, self._facts))
        await self._write(self._feeds.add(marks))

    async def read_manifest(self, key: str) -> None:
        """All pages must have been seen before."""
        shard = decode_shard(await self._objects.get(key))
        self._checks.provide(entry.path for entry in shard)
        self._precached.update(precached_paths(shard))
        wanted = self._weights.files
        self._loaded |= {entry.path: entry.key for entry in shard if entry.path in wanted}

    async def write_rest(self) -> None:
        sitemaps = list(sitemap_files(self._sitemap, self._facts))
        await self._write([*sitemaps, *self._feeds.close()])
        await self._write(other_files(self._facts, sorted(self._precached), has_sitemap=bool(sitemaps)))
        if self._facts.base_url:
            overview = self._overview.text(self._feeds.paths, has_sitemap=bool(sitemaps))
            await self._write([SiteFile(LLMS, TEXT, overview)])
        self._checks.provide(entry.path for entry in self.written)

    async def found(self, build_id: str) -> tuple[list[Finding], Looked]:
        """The findings, errors first, then by check and page; and what was looked at besides."""
        facts = self._facts
        weights, colours = self._weights.told(await self._sizes()), list(pairs(facts.palettes))
        of_store = [*check_address(facts), *over_budget(weights), *unreadable(colours), *missing_texts(facts)]
        looked = Looked(
            store=facts.name,
            build_id=build_id,
            pages=self._checks.pages,
            indexable=self._checks.indexable,
            weights=weights,
            colours=colours,
            missing_texts=facts.missing_texts,
            feeds=self._feeds.paths,
            products_without_feed=self._feeds.without,
        )
        return sorted([*self._checks.findings(), *of_store]), looked

    async def _sizes(self) -> dict[str, int]:
        """Of stylesheets and scripts, compressed: a theme has a few dozen."""
        paths = sorted(self._loaded)
        contents = await for_each([self._loaded[path] for path in paths], self._objects.get)
        return {path: gzip_size(data) for path, data in zip(paths, contents, strict=True)}

    async def _write(self, files: Iterable[SiteFile]) -> None:
        for file in files:
            digest = digest_of(file.data)
            key = self._scope.blob_key(digest)
            await self._objects.put_new(key, file.data)
            self.written.append(Entry(file.path, key, digest, len(file.data), file.content_type, "site"))
