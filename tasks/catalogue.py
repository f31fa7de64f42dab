"""Fetch and plan: from the tenant's catalogue to the work lists of the build."""

from __future__ import annotations

from storefront.catalogue.snapshot import read_head, take_snapshot
from storefront.rendering.planning import plan_store as plan

from storefront.builds.batches import done_batches
from storefront.builds.models import Batch
from storefront.builds.queries import build_by_id
from tasks.base import Result, batch_task
from tasks.services import Services


@batch_task("catalogue")
def fetch_catalogue(using: Services, batch: Batch) -> Result:
    """Stream the store in one snapshot into shards of products and lists of photos."""
    snapshot = using.run(take_snapshot(using.mongo, using.objects, batch.scope, batch.build_id))
    return {
        "head_key": snapshot.head_key,
        "product_keys": snapshot.product_keys,
        "photos": snapshot.photos,
        "counts": {"products": snapshot.product_count, "quarantined": snapshot.quarantined_count},
    }


@batch_task("plan")
def plan_store(using: Services, batch: Batch) -> Result:
    """Turn the snapshot into work lists: shards of pages, shards of photos to encode."""
    build = using.run(build_by_id(using.mongo, batch.build_id))
    done = using.run(done_batches(using.mongo, build))
    catalogue = done["catalogue"][0].result
    head = using.run(read_head(using.objects, catalogue["head_key"]))
    theme = using.theme(build.theme or head.configuration.theme)
    planned = using.run(
        plan(
            using.objects,
            batch.scope,
            batch.build_id,
            head_key=catalogue["head_key"],
            product_keys=catalogue["product_keys"],
            media_keys=[photos.result["media_key"] for photos in done.get("photos", ())],
            theme=theme,
        )
    )
    return {
        "site_key": planned.site_key,
        "theme": theme.name,
        "pages": planned.pages,
        "images": planned.images,
        "manifest_key": planned.assets_manifest_key,
        "problems": planned.problems,
    }
