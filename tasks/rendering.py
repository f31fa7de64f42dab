"""Pages: each shard of the plan becomes finished pages, with their manifest shard and marks."""

from __future__ import annotations

from storefront.builds.models import Batch
from storefront.catalogue.repository import content_hash
from storefront.rendering import rendering
from storefront.rendering.left_out import LeftOut, product_of, told
from storefront.rendering.plan_files import PageInput
from storefront.rendering.rendering import Shard
from storefront.tenancy.checkout_keys import checkout_key
from tasks.base import Result, batch_task
from tasks.services import Services
from tasks.set_aside import note_asides


@batch_task("pages")
def render_pages(using: Services, batch: Batch) -> Result:
    """1. Load one shard; 2. render it in this thread, while the lease is renewed in the loop; 3. store the pages.

    What is wrong with a page stands in its mark, for the report card; a photo's problem was told when it was taken in.
    A page that is set aside is not rendered: the result names its product, which the build goes on without.
    """
    site_key, pages_key = batch.input["site_key"], batch.input["pages_key"]
    shard = using.run(rendering.load_shard(using.objects, site_key, pages_key, batch.part))
    if batch.set_aside is not None:
        return {"left_out": [_leave_out(using, batch, page, batch.set_aside) for page in shard.pages]}
    pages = list(rendering.render_pages(shard, using.theme(batch.input["theme"]), _price_key(using, batch, shard)))
    rendered = using.run(rendering.store_pages(using.objects, batch.scope, pages))
    return {
        "manifest_key": rendered.manifest_key,
        "marks_key": rendered.marks_key,
        "counts": {"pages": rendered.page_count, "page_bytes": rendered.bytes_written},
    }


def _price_key(using: Services, batch: Batch, shard: Shard) -> str | None:
    """What prices are signed with, where the shop's own endpoint takes the orders; read here, and kept nowhere."""
    signed = shard.site.configuration.checkout == "post"
    return using.run(checkout_key(using.mongo, batch.scope)) if signed else None


def _leave_out(using: Services, batch: Batch, page: PageInput, reason: str) -> LeftOut:
    """The page's product, for the build to leave out; later builds know it too. Raises PageUnmakeable."""
    product = product_of(page, reason)
    note_asides(using, batch, "product", {product.id: content_hash(product)}, reason)
    return told(product, reason)
