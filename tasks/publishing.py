"""Upload and deploy: bring to the target what it lacks, then switch visitors to the release in one step."""

from __future__ import annotations

from typing import Any

from storefront.builds.batches import done_batches
from storefront.builds.models import Batch, Build
from storefront.builds.moves import go_live, move_state, waiting_message
from storefront.builds.plan import manifest_keys
from storefront.builds.queries import build_by_id
from storefront.builds.summary import summarise
from storefront.publishing.release import Release, assemble_release
from storefront.publishing.switching import history, switch
from storefront.publishing.targets.local import LocalTarget
from storefront.publishing.upload import upload_shard
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
    """1. Put the release together; 2. switch the store to it, unless a newer switch went before; 3. end the build."""
    build = using.run(build_by_id(using.mongo, batch.build_id))
    done = using.run(done_batches(using.mongo, build))
    keys = manifest_keys(done, "plan", "pages", "images", "site")
    release = using.run(
        assemble_release(
            using.mongo,
            using.objects,
            build.scope,
            build.build_id,
            keys,
            base_path=done["plan"][0].result["base_path"],
        )
    )
    before = using.run(_live_before(using, build))
    if using.run(switch(using.mongo, build.scope, release.release_id, build.number, build.build_id)):
        _end_live(using, build, release, "unchanged" if before == release.release_id else "changed")
    else:
        _end_superseded(using, build)
    publish(using.run(waiting_message(using.mongo, build.scope)))
    return {}


async def _live_before(using: Services, build: Build) -> str | None:
    """The release that was live before this build's own switch, which an interrupted attempt may have done already."""
    switches = await history(using.mongo, build.scope)
    return next((past.release_id for past in reversed(switches) if past.number < build.number), None)


def _end_live(using: Services, build: Build, release: Release, outcome: str) -> None:
    summary: dict[str, Any] = using.run(summarise(using.mongo, build))
    summary["release"] = {"files": release.counts, "size_bytes": release.size_bytes}
    using.run(
        go_live(
            using.mongo, build, release_id=release.release_id, outcome=outcome, summary=summary, worker=worker_name()
        )
    )


def _end_superseded(using: Services, build: Build) -> None:
    """A rollback or a newer build was asked for after this build, and has switched already."""
    changes = {"reason": "a newer release or a rollback went live before it"}
    using.run(move_state(using.mongo, build.build_id, "superseded", worker=worker_name(), changes=changes))
