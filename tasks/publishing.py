"""Upload and deploy: bring to the target what it lacks, then switch visitors to the release in one step."""

from __future__ import annotations

from storefront.builds.batches import done_batches
from storefront.builds.models import Batch
from storefront.builds.plan import manifest_keys
from storefront.builds.queries import build_by_id
from storefront.builds.starting import waiting_message
from storefront.publishing.going_live import put_live
from storefront.publishing.release import assemble_release
from storefront.publishing.targets.local import LocalTarget
from storefront.publishing.upload import upload_rest, upload_shard
from tasks.base import Result, batch_task, worker_name
from tasks.pipeline import publish
from tasks.services import Services


@batch_task("upload")
def upload_files(using: Services, batch: Batch) -> Result:
    """Make sure that the target has every file of some manifest shards."""
    target = LocalTarget(using.objects, batch.scope)
    uploads = [using.run(upload_shard(target, using.objects, key)) for key in batch.input["manifest_keys"]]
    return {
        "counts": {
            "files_checked": sum(upload.checked for upload in uploads),
            "files_uploaded": sum(upload.uploaded for upload in uploads),
        }
    }


@batch_task("release")
def publish_release(using: Services, batch: Batch) -> Result:
    """1. Put the release together, look that all of it is there; 2. make it and the build live, unless a newer switch
    went before; 3. start the next one."""
    build = using.run(build_by_id(using.mongo, batch.build_id))
    done = using.run(done_batches(using.mongo, build, ("plan", "pages", "images", "site")))
    manifests = manifest_keys(done, "plan", "pages", "images", "site")
    base_path = done["plan"][0].result["base_path"]
    release = using.run(assemble_release(using.objects, build.scope, build.build_id, manifests, base_path=base_path))
    using.run(upload_rest(LocalTarget(using.objects, build.scope), using.objects, manifests))
    using.run(put_live(using.mongo, build, release, worker=worker_name()))
    publish(using.run(waiting_message(using.mongo, build.scope, using.config.limits)))
    return {}
