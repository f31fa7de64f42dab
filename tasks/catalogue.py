"""Fetch and plan: from the tenant's catalogue to the work lists of the build."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from storefront.builds.batches import done_batches
from storefront.builds.models import Batch, Build
from storefront.builds.queries import build_by_id
from storefront.catalogue.snapshot import check_quarantine, read_head, take_snapshot
from storefront.rendering.assets import script_sizes
from storefront.rendering.left_out import LeftOut, left_out_before
from storefront.rendering.planning import plan_store as plan
from storefront.rendering.styles import style_sizes
from storefront.rendering.themes import Theme
from storefront.seo.addresses import prefix_of
from tasks.base import Result, batch_task
from tasks.services import Services
from tasks.set_aside import known_asides

PAGES_PER_SHARD = 64  # a batch takes one to three seconds on one core
PHOTOS_PER_BATCH = 4
_REMEDY = "Look for what is unusual about the product, change that in its source and import it again."


@batch_task("catalogue")
def fetch_catalogue(using: Services, batch: Batch) -> Result:
    """Stream the store in one snapshot into shards of products and lists of photos."""
    snapshot = using.run(take_snapshot(using.mongo, using.objects, batch.scope, batch.build_id))
    return {
        "head_key": snapshot.head_key,
        "product_keys": snapshot.product_keys,
        "photos": snapshot.photos,
        "quarantine_limit_percent": snapshot.quarantine_limit_percent,
        "counts": {"products": snapshot.product_count, "quarantined": snapshot.quarantined_count},
    }


@batch_task("plan")
def plan_store(using: Services, batch: Batch) -> Result:
    """Turn the snapshot into work lists: shards of pages, shards of photos to encode.

    Products whose pages ended their processes, in this build or one before, are left out as if the catalogue did not
    have them.
    """
    build = using.run(build_by_id(using.mongo, batch.build_id))
    done = using.run(done_batches(using.mongo, build, ("catalogue", "photos")))
    catalogue = done["catalogue"][0].result
    head = using.run(read_head(using.objects, catalogue["head_key"]))
    theme = using.theme(build.theme or head.configuration.theme)
    prefix = prefix_of(head.configuration.base_url)
    left_out = _left_out(using, batch, build, catalogue)
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
            without={each["product_id"] for each in left_out},
        )
    )
    return {
        "site_key": planned.site_key,
        "theme": theme.name,
        "base_path": prefix,
        "pages": _shards(planned.page_keys, planned.page_count, PAGES_PER_SHARD),
        "images": _shards(planned.image_keys, planned.photo_count, PHOTOS_PER_BATCH),
        "manifest_key": planned.assets_manifest_key,
        "counts": {"quarantined": len(left_out), **_sizes(theme, prefix)},
        "problems": [
            *({"what": each["what"], "reason": each["reason"], "remedy": _REMEDY} for each in left_out),
            *map(asdict, planned.notes),
        ],
    }


def _sizes(theme: Theme, prefix: str) -> dict[str, int]:
    """What the theme's authors wrote, in bytes, and what became of it."""
    sizes = {"style": style_sizes(theme, prefix), "script": script_sizes(theme)}
    return {
        f"{kind}_bytes_{when}": size
        for kind, both in sizes.items()
        for when, size in zip(("before", "after"), both, strict=True)
    }


def _left_out(using: Services, batch: Batch, build: Build, catalogue: Result) -> list[LeftOut]:
    """The products to leave out. Raises CatalogueRejected or QuarantineLimitPassed when they are too many."""
    left_out = list(build.left_out)
    known = known_asides(using, batch, "product")
    besides = {each["product_id"] for each in left_out}
    left_out += using.run(left_out_before(using.objects, catalogue["product_keys"], known, besides=besides))
    counts = catalogue["counts"]
    check_quarantine(
        build.scope,
        good=counts["products"] - len(left_out),
        bad=counts["quarantined"] + len(left_out),
        limit_percent=catalogue["quarantine_limit_percent"],
        reasons=[f"{each['what']}: {each['reason']}" for each in left_out],
    )
    return left_out


def _shards(keys: list[str], total: int, per_shard: int) -> list[dict[str, Any]]:
    """Each shard's key and how many it holds: all are full but the last."""
    return [{"key": key, "count": min(per_shard, total - per_shard * index)} for index, key in enumerate(keys)]
