"""Which batches a stage consists of, told from what finished before: the shape of a build, as one pure function.

fetch    catalogue, then a batch of photos for each list that the catalogue left
plan     one batch, from the snapshot and the photos' facts
make     pages and images, a batch for each shard of the plan
upload   a batch for every few manifest shards
seo      one batch over all marks and manifests
deploy   one batch: the release
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from storefront.builds.models import Batch, BatchPlan
from storefront.builds.states import Stage

Done = Mapping[str, Sequence[Batch]]  # finished batches by kind

MANIFESTS_PER_UPLOAD = 8

KINDS_OF: Mapping[Stage, tuple[str, ...]] = {
    "fetch": ("catalogue", "photos"),
    "plan": ("plan",),
    "make": ("pages", "images"),
    "upload": ("upload",),
    "seo": ("site",),
    "deploy": ("release",),
}
KINDS = tuple(kind for kinds in KINDS_OF.values() for kind in kinds)

# The kinds of finished batches that a stage's own batches are told from.
TOLD_FROM: Mapping[Stage, tuple[str, ...]] = {
    "fetch": ("catalogue",),
    "plan": (),
    "make": ("plan",),
    "upload": ("plan", "pages", "images"),
    "seo": (),
    "deploy": (),
}


def batches_for(stage: Stage, done: Done) -> list[BatchPlan]:
    """The batches of the stage that are known now; asked again as batches finish, it may know more (photos).

    `done` holds the kinds of TOLD_FROM at least.
    """
    match stage:
        case "fetch":
            return [BatchPlan("fetch", "catalogue", 0, items=0), *_photos(done)]  # progress counts photos alone
        case "plan":
            return [BatchPlan("plan", "plan", 0)]
        case "make":
            return _pages_and_images(done)
        case "upload":
            return _upload(done)
        case "seo":
            return [BatchPlan("seo", "site", 0)]
        case "deploy":
            return [BatchPlan("deploy", "release", 0)]


def _photos(done: Done) -> list[BatchPlan]:
    return [
        BatchPlan("fetch", "photos", index, {"photos_key": photos["key"]}, items=photos["count"])
        for catalogue in done.get("catalogue", ())
        for index, photos in enumerate(catalogue.result["photos"])
    ]


def _pages_and_images(done: Done) -> list[BatchPlan]:
    if not done.get("plan"):  # a slow closer's question: the build has gone back to its plan
        return []
    plan = done["plan"][0].result
    pages = [
        BatchPlan(
            "make",
            "pages",
            index,
            {"pages_key": shard["key"], "site_key": plan["site_key"], "theme": plan["theme"]},
            items=shard["count"],
        )
        for index, shard in enumerate(plan["pages"])
    ]
    images = [
        BatchPlan("make", "images", index, {"images_key": shard["key"]}, items=shard["count"])
        for index, shard in enumerate(plan["images"])
    ]
    return pages + images


def _upload(done: Done) -> list[BatchPlan]:
    keys = manifest_keys(done, "plan", "pages", "images")
    groups = [keys[start : start + MANIFESTS_PER_UPLOAD] for start in range(0, len(keys), MANIFESTS_PER_UPLOAD)]
    return [
        BatchPlan("upload", "upload", index, {"manifest_keys": group}, items=len(group))
        for index, group in enumerate(groups)
    ]


def manifest_keys(done: Done, *kinds: str) -> list[str]:
    """The manifest shards that batches of these kinds left, in the batches' order."""
    return [batch.result["manifest_key"] for kind in kinds for batch in done.get(kind, ())]
