"""Pages: each shard of the plan becomes finished pages, with their manifest shard and marks."""

from __future__ import annotations

from storefront.builds.models import Batch
from storefront.rendering import rendering
from tasks.base import Result, batch_task
from tasks.services import Services


@batch_task("pages")
def render_pages(using: Services, batch: Batch) -> Result:
    """1. Load one shard; 2. render it in this thread, while the lease is renewed in the loop; 3. store the pages.

    What is wrong with a page stands in its mark, for the report card; a photo's problem was told when it was taken in.
    """
    site_key, pages_key = batch.input["site_key"], batch.input["pages_key"]
    shard = using.run(rendering.load_shard(using.objects, site_key, pages_key))
    pages = list(rendering.render_pages(shard, using.theme(batch.input["theme"])))
    rendered = using.run(rendering.store_pages(using.objects, batch.scope, pages))
    return {
        "manifest_key": rendered.manifest_key,
        "marks_key": rendered.marks_key,
        "counts": {"pages": rendered.page_count, "page_bytes": rendered.bytes_written},
    }
