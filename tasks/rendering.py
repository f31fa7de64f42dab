"""Pages: each shard of the plan becomes finished pages, with their manifest shard and marks."""

from __future__ import annotations

from storefront.builds.models import Batch
from storefront.rendering.rendering import render_shard
from tasks.base import Result, batch_task
from tasks.services import Services


@batch_task("pages")
def render_pages(using: Services, batch: Batch) -> Result:
    """Render one shard of pages; the shard and the site hold all that its pages show.

    What is wrong with a page stands in its mark, for the report card; a photo's problem was told when it was taken in.
    """
    rendered = using.run(
        render_shard(
            using.objects,
            batch.scope,
            site_key=batch.input["site_key"],
            pages_key=batch.input["pages_key"],
            theme=using.theme(batch.input["theme"]),
        )
    )
    return {
        "manifest_key": rendered.manifest_key,
        "marks_key": rendered.marks_key,
        "counts": {"pages": rendered.page_count, "page_bytes": rendered.bytes_written},
    }
