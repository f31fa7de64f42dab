"""What a stage consists of, from what finished before."""

from __future__ import annotations

from typing import Any

from storefront.builds.models import Batch, BatchPlan
from storefront.builds.plan import MANIFESTS_PER_UPLOAD, batches_for, manifest_keys
from storefront.tenancy.scope import StoreScope


def done(kind: str, index: int = 0, **result: Any) -> Batch:
    scope = StoreScope("local", "shop")
    return Batch(f"{kind}.{index:05}", "b1", scope, "fetch", kind, index, 1, "done", 1, 0, {}, 1, result)


PLAN = done(
    "plan",
    site_key="site",
    theme="modern-minimal",
    manifest_key="assets",
    pages=[{"key": "p0", "count": 64}, {"key": "p1", "count": 9}],
    images=[{"key": "i0", "count": 4}],
)


def test_fetch_grows_when_the_catalogue_has_named_its_photos() -> None:
    assert batches_for("fetch", {}) == [BatchPlan("fetch", "catalogue", 0, items=0)]
    catalogue = done("catalogue", photos=[{"key": "a", "count": 16}, {"key": "b", "count": 3}])
    assert batches_for("fetch", {"catalogue": [catalogue]}) == [
        BatchPlan("fetch", "catalogue", 0, items=0),
        BatchPlan("fetch", "photos", 0, {"photos_key": "a"}, items=16),
        BatchPlan("fetch", "photos", 1, {"photos_key": "b"}, items=3),
    ]


def test_single_batches() -> None:
    assert batches_for("plan", {}) == [BatchPlan("plan", "plan", 0)]
    assert batches_for("seo", {}) == [BatchPlan("seo", "site", 0)]
    assert batches_for("deploy", {}) == [BatchPlan("deploy", "release", 0)]


def test_make_has_a_batch_for_each_shard_of_the_plan() -> None:
    common = {"site_key": "site", "theme": "modern-minimal"}
    assert batches_for("make", {"plan": [PLAN]}) == [
        BatchPlan("make", "pages", 0, {"pages_key": "p0", **common}, items=64),
        BatchPlan("make", "pages", 1, {"pages_key": "p1", **common}, items=9),
        BatchPlan("make", "images", 0, {"images_key": "i0"}, items=4),
    ]


def test_upload_takes_manifests_in_groups() -> None:
    pages = [done("pages", index, manifest_key=f"m{index}") for index in range(MANIFESTS_PER_UPLOAD)]
    plans = batches_for("upload", {"plan": [PLAN], "pages": pages})
    assert [plan.input["manifest_keys"] for plan in plans] == [["assets", *(f"m{i}" for i in range(7))], ["m7"]]
    assert [plan.items for plan in plans] == [8, 1]


def test_manifest_keys_keep_the_order_of_kinds_and_batches() -> None:
    by_kind = {"pages": [done("pages", 0, manifest_key="x"), done("pages", 1, manifest_key="y")], "plan": [PLAN]}
    assert manifest_keys(by_kind, "plan", "pages", "images") == ["assets", "x", "y"]
