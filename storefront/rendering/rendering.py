"""Render a shard of planned pages: inputs in, HTML blobs, price files, a manifest shard and marks out.

In three steps, so that a worker can read and write in its event loop and render in its main thread:

    shard = await load_shard(objects, site_key, pages_key)
    pages = list(render_pages(shard, theme))
    rendered = await store_pages(objects, scope, pages)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from storefront.failpoints import failpoint
from storefront.rendering.contract import PageView
from storefront.rendering.environment import renderer_for
from storefront.rendering.plan_files import PageInput, SitePlan, decode_pages
from storefront.rendering.price_files import CONTENT_TYPE as DATA_TYPE
from storefront.rendering.price_files import DataFile, not_orderable, price_files
from storefront.rendering.themes import Theme
from storefront.rendering.view_models.context import PageContext
from storefront.rendering.view_models.heads import is_indexable
from storefront.rendering.view_models.offers import feed_share, product_facts
from storefront.rendering.view_models.views import view_of
from storefront.seo.feeds.items import FeedProduct
from storefront.seo.marks import PageMark, encode_marks
from storefront.seo.page_audit.audit import Audit, Expected, audit
from storefront.storage.concurrency import put_many
from storefront.storage.interfaces import Objects
from storefront.storage.manifest import Entry, digest_of, store_shard
from storefront.tenancy.scope import StoreScope

CONTENT_TYPE = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Shard:
    site: SitePlan
    pages: list[PageInput]


@dataclass(frozen=True, slots=True)
class RenderedPage:
    data: bytes
    mark: PageMark
    files: tuple[DataFile, ...] = ()  # what goes live beside the page


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a shard left."""

    manifest_key: str
    marks_key: str
    page_count: int
    bytes_written: int
    problems: list[str]


async def render_shard(objects: Objects, scope: StoreScope, *, site_key: str, pages_key: str, theme: Theme) -> Rendered:
    """All three steps at once."""
    shard = await load_shard(objects, site_key, pages_key)
    return await store_pages(objects, scope, list(render_pages(shard, theme)))


async def load_shard(objects: Objects, site_key: str, pages_key: str, part: slice = slice(None)) -> Shard:
    return Shard(SitePlan.decode(await objects.get(site_key)), decode_pages(await objects.get(pages_key), part))


def render_pages(shard: Shard, theme: Theme, price_key: str | None = None) -> Iterator[RenderedPage]:
    """One page after the other; CPU work only. `price_key` signs the products' prices. Raises ThemeBroken."""
    for page in shard.pages:
        failpoint("pages.item", page.path)
        yield render_page(page, shard.site, theme, price_key)


def render_page(page: PageInput, site: SitePlan, theme: Theme, price_key: str | None = None) -> RenderedPage:
    renderer = renderer_for(theme, page.locale, site.assets)
    context = PageContext(page, site, renderer.texts)
    view = view_of(context)
    html = renderer.render(view)
    data = html.encode()
    share = feed_share(context, view["content"]) if page.type == "product" else None
    files = tuple(price_files(page, site, view, price_key))
    found = audit(html, data, _expected(context, view, share, files))
    found.problems.extend(not_orderable(page, site.configuration, view))
    found.files.extend(_shared_picture(context, view["meta"]["og_image"]))
    return RenderedPage(data, _mark(page, digest_of(data), found, share), files)


def _shared_picture(context: PageContext, address: str | None) -> list[str]:
    """Its path, to be looked for like everything else a page names."""
    return [address.removeprefix(context.configuration.base_url.rstrip("/"))] if address else []


def _expected(context: PageContext, view: PageView, share: FeedProduct | None, files: tuple[DataFile, ...]) -> Expected:
    content = view["content"]
    return Expected(
        page_type=view["type"],
        locale=view["locale"],
        title=view["meta"]["title"],
        description=view["meta"]["description"],
        prefix=context.plan.addresses.prefix,
        content=lambda: (view["meta"], view["breadcrumbs"], view["site"], content),
        product=product_facts(context, content, share, files) if view["type"] == "product" else None,
    )


def _mark(page: PageInput, digest: str, found: Audit, share: FeedProduct | None) -> PageMark:
    indexable = is_indexable(page.type)
    return PageMark(
        path=page.path,
        locale=page.locale,
        page_type=page.type,
        indexable=indexable,
        title=page.title,
        description=page.description,
        digest=digest,
        alternates=page.alternates if indexable else {},
        images=found.pictures,
        links=found.links,
        problems=[*page.problems, *found.problems],
        name=page.trail[-1][0],
        files=found.files,
        compressed_bytes=found.compressed_bytes,
        modified=page.data.get("product", {}).get("changed_on"),
        feed=asdict(share) if share else None,
    )


async def store_pages(objects: Objects, scope: StoreScope, pages: list[RenderedPage]) -> Rendered:
    """Blobs first, then the manifest shard and marks that name them: a reader of a shard finds all it lists."""
    entries = [_entry(scope, page) for page in pages]
    blobs = {entry.key: page.data for entry, page in zip(entries, pages, strict=True)}
    data = {_data_entry(scope, file): file.data for page in pages for file in page.files}
    await put_many(objects, [*blobs.items(), *((entry.key, content) for entry, content in data.items())])
    marks = encode_marks([page.mark for page in pages])
    marks_key = scope.key("marks", digest_of(marks))
    await objects.put_new(marks_key, marks)
    return Rendered(
        manifest_key=await store_shard(objects, scope, [*entries, *data]),
        marks_key=marks_key,
        page_count=len(pages),
        bytes_written=sum(len(data) for data in blobs.values()),
        problems=[problem for page in pages for problem in page.mark.problems],
    )


def _entry(scope: StoreScope, page: RenderedPage) -> Entry:
    digest = page.mark.digest
    return Entry(page.mark.path, scope.blob_key(digest), digest, len(page.data), CONTENT_TYPE, "page")


def _data_entry(scope: StoreScope, file: DataFile) -> Entry:
    digest = digest_of(file.data)
    return Entry(file.path, scope.blob_key(digest), digest, len(file.data), DATA_TYPE, "data")
