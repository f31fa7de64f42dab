"""Fetch and plan: from the tenant's catalogue to the work lists of the build."""

from __future__ import annotations

from typing import Any

from storefront.builds.batches import done_batches
from storefront.builds.models import Batch
from storefront.builds.queries import build_by_id
from storefront.catalogue.snapshot import read_head, take_snapshot
from storefront.rendering.planning import plan_store as plan
from storefront.seo.addresses import prefix_of
from tasks.base import Result, batch_task
from tasks.services import Services

PAGES_PER_SHARD = 64  # a batch takes one to three seconds on one core
PHOTOS_PER_BATCH = 4


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
    done = using.run(done_batches(using.mongo, build, ("catalogue", "photos")))
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
            pages_per_shard=PAGES_PER_SHARD,
            photos_per_batch=PHOTOS_PER_BATCH,
        )
    )
    return {
        "site_key": planned.site_key,
        "theme": theme.name,
        "base_path": prefix_of(head.configuration.base_url),
        "pages": _shards(planned.page_keys, planned.page_count, PAGES_PER_SHARD),
        "images": _shards(planned.image_keys, planned.photo_count, PHOTOS_PER_BATCH),
        "manifest_key": planned.assets_manifest_key,
    }


def _shards(keys: list[str], total: int, per_shard: int) -> list[dict[str, Any]]:
    """Each shard's key and how many it holds: all are full but the last."""
    return [{"key": key, "count": min(per_shard, total - per_shard * index)} for index, key in enumerate(keys)]
