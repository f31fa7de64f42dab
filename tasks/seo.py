"""Site files and the report card; an error among the checks stops the release."""

from __future__ import annotations

from storefront.builds.batches import done_batches
from storefront.builds.models import Batch
from storefront.builds.plan import manifest_keys
from storefront.builds.queries import build_by_id
from storefront.errors import ReleaseRefused
from storefront.publishing.targets.local import LocalTarget
from storefront.publishing.upload import upload_shard
from storefront.rendering.plan_files import SitePlan
from storefront.seo.models import SiteFacts
from storefront.seo.site_files import make_site_files as make
from tasks.base import Result, batch_task
from tasks.services import Services

_ERRORS_TOLD = 5


@batch_task("site")
def make_site_files(using: Services, batch: Batch) -> Result:
    """Join what every page said of itself: sitemaps, feeds, robots, manifest, service worker, report card; the gate."""
    build = using.run(build_by_id(using.mongo, batch.build_id))
    done = using.run(done_batches(using.mongo, build, ("plan", "pages", "images")))
    site = SitePlan.decode(using.run(using.objects.get(done["plan"][0].result["site_key"])))
    files = using.run(
        make(
            using.objects,
            batch.scope,
            batch.build_id,
            site_facts=SiteFacts.from_dict(site.facts),
            marks_keys=[pages.result["marks_key"] for pages in done["pages"]],
            manifest_keys=manifest_keys(done, "plan", "pages", "images"),
        )
    )
    _gate(files.errors, batch.build_id)
    target = LocalTarget(using.objects, batch.scope)
    using.run(upload_shard(target, using.objects, files.manifest_key))
    return {
        "manifest_key": files.manifest_key,
        "report_key": files.report_key,
        "counts": {"check_warnings": len(files.warnings)},
    }


def _gate(errors: list[str], build_id: str) -> None:
    if errors:
        told = "; ".join(errors[:_ERRORS_TOLD])
        more = f" and {len(errors) - _ERRORS_TOLD} more" if len(errors) > _ERRORS_TOLD else ""
        raise ReleaseRefused(
            f"The checks found {len(errors)} errors: {told}{more}.",
            remedy=f"The live store is as before. All of them: storeloom report {build_id}.",
        )
