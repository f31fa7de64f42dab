"""Builds through real workers: from a catalogue to a live store."""

from __future__ import annotations

import re

from storefront.builds.events import events_of
from storefront.publishing.releases import releases
from tests.factories.photos import frame, saved
from tests.factories.pipeline import Shop


async def test_a_build_goes_live(shop: Shop) -> None:
    await shop.stock(products=4)
    build = await shop.build()
    assert (build.state, build.outcome, build.reason) == ("live", "changed", None)
    assert await shop.live_release() == build.release_id
    counts = build.summary["counts"]
    assert counts["products"] == 4
    assert counts["photos"] == 4
    assert counts["images_encoded"] == counts["images"] == 4 * 2 * 3, "320 px and its own width, in three formats"
    assert build.summary["problem_count"] == 0
    stages = ["fetch", "plan", "make", "upload", "seo", "deploy"]
    assert [stage for stage in stages if "closed_at" in build.stage_times[stage]] == stages


async def test_a_shops_logo_goes_the_way_of_its_photos(shop: Shop) -> None:
    collection = {"slug": "spring", "name": "Spring", "product_ids": ["frame-00001"]}
    broken = {**collection, "picture": {"id": "1", "source": "spring.jpg"}}
    shop.folder.mkdir(parents=True, exist_ok=True)
    (shop.folder / "logo.png").write_bytes(saved(frame(240, 80, ground=None), "PNG"))
    (shop.folder / "spring.jpg").write_bytes(b"no picture at all")
    await shop.stock(products=1, logo={"id": "logo", "source": "logo.png"}, collections=[broken])
    build = await shop.build()
    assert build.state == "live"
    (problem,) = build.summary["problems"]
    assert problem["what"].endswith("/spring.jpg")
    home = await shop.page("/")
    logo = re.search(r'<img[^>]*src="(/images/[^"]+/240\.png)"[^>]*alt="Lumen Optics"', home)
    assert logo is not None
    assert build.summary["counts"]["images"] == 2 * 3 + 3, "a photo in two widths, the logo in its own"


async def test_the_history_says_every_move(shop: Shop) -> None:
    await shop.stock(products=1)
    build = await shop.build()
    moves = [(row["what"], row["before"], row["after"]) for row in await events_of(shop.session.mongo, build)]
    assert moves == [
        ("state", None, "queued"),
        ("state", "queued", "running"),
        ("stage", "fetch", "plan"),
        ("stage", "plan", "make"),
        ("stage", "make", "upload"),
        ("stage", "upload", "seo"),
        ("stage", "seo", "deploy"),
        ("state", "running", "live"),
    ]


async def test_the_second_build_of_the_same_data_changes_nothing(shop: Shop) -> None:
    await shop.stock(products=3)
    first = await shop.build()
    second = await shop.build()
    assert (second.state, second.outcome) == ("live", "unchanged")
    assert second.release_id == first.release_id
    assert second.summary["counts"]["images_encoded"] == 0
    assert second.summary["counts"]["files_uploaded"] == 0
    assert len(await releases(shop.session.mongo, shop.scope)) == 1
