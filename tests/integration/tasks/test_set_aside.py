"""Items that ended their processes are not touched again: the store goes live without them, and later builds know.

How an item is found is the splitting's; here its batch is set aside already when its worker comes to it.
"""

from __future__ import annotations

import hashlib

import pytest

from storefront.builds.models import Build
from storefront.catalogue.repository import content_hash
from storefront.catalogue.set_aside import Aside, Kind, recall, remember
from storefront.catalogue.snapshot import read_products
from storefront.imaging.intake import content_of
from storefront.rendering.plan_files import decode_pages
from storefront.storage.mongo import Document
from tests.factories.pipeline import Shop, eventually
from tests.integration.conftest import Held

REASON = "It failed 4 times: its worker was lost."


def digest_of_photo(shop: Shop, number: int) -> str:
    return hashlib.sha256(shop.photos[f"photos/{number}.jpg"]).hexdigest()


def told(build: Build) -> list[tuple[str, str]]:
    problems: list[Document] = build.summary["problems"]
    assert all(problem["remedy"] for problem in problems)
    return [(problem["what"], problem["reason"]) for problem in problems]


async def known(shop: Shop, kind: Kind) -> dict[str, Aside]:
    return await recall(shop.session.mongo, shop.scope, kind)


async def _published(shop: Shop, build: Build, kind: str) -> list[Document]:
    return await eventually(lambda: shop.batches(build, kind=kind, published_at={"$ne": None}), bool)


async def _remember(shop: Shop, kind: Kind, aside: Aside, what: str) -> None:
    await remember(shop.session.mongo, shop.scope, kind, {what: aside})


async def _set_aside(shop: Shop, build: Build, kind: str, **part: object) -> None:
    """The build's one batch of a kind, as it is when the item at fault has been found."""
    await _published(shop, build, kind)
    row = {f"input.{name}": value for name, value in part.items()} | {"set_aside": REASON}
    await shop.session.mongo.control.batches.update_one({"build_id": build.build_id, "kind": kind}, {"$set": row})


async def _page_number(shop: Shop, build: Build, path: str) -> int:
    [row] = await _published(shop, build, "pages")
    pages = decode_pages(await shop.session.objects.get(row["input"]["pages_key"]))
    return [page.path for page in pages].index(path)


async def test_a_photo_set_aside_while_its_files_were_made_is_a_stand_in_then_and_later(shop: Shop, hold: Held) -> None:
    await shop.stock(products=1)
    hold("imaging")
    build = await shop.ask()
    await _set_aside(shop, build, "images")
    hold.release()
    ended = await shop.ended(build)
    assert ended.state == "live"
    assert {reason for _, reason in told(ended)} == {REASON}
    assert all(what.startswith("/images/") for what, _ in told(ended))
    assert ended.summary["counts"]["images_encoded"] == 0
    digest = digest_of_photo(shop, 1)
    assert await known(shop, "picture") == {digest: Aside(digest, REASON, build.build_id)}

    later = await shop.build()
    assert (later.state, later.outcome, told(later)) == ("live", "unchanged", told(ended))
    await shop.stock(products=1, store_description="Mended.")
    mended = await shop.build()
    assert told(mended) == []
    assert mended.summary["counts"]["images_encoded"] > 0


async def test_a_product_whose_page_was_set_aside_is_left_out_everywhere_then_and_later(shop: Shop, hold: Held) -> None:
    await shop.stock(products=2)
    hold("rendering")
    build = await shop.until(await shop.ask(), lambda seen: seen.stage == "make")
    number = await _page_number(shop, build, "/products/frame-00002/")
    await _set_aside(shop, build, "pages", first=number, count=1)
    hold.release()
    ended = await shop.ended(build)
    assert ended.state == "live"
    assert told(ended) == [("Frame 2", REASON)]
    assert ended.summary["counts"]["quarantined"] == 1
    assert "Frame 2" not in await shop.page("/shop/")
    assert "Frame 1" in await shop.page("/shop/")
    assert set(await known(shop, "product")) == {"frame-00002"}

    later = await shop.build()
    assert (later.outcome, later.release_id, told(later)) == ("unchanged", ended.release_id, told(ended))
    assert later.left_out == ()
    products = shop.session.mongo.tenant(shop.scope).products
    await products.update_one(shop.scope.filter(id="frame-00002"), {"$set": {"material": "horn"}})
    changed = await shop.build()
    assert (changed.outcome, told(changed)) == ("changed", [])
    assert "Frame 2" in await shop.page("/shop/")


async def test_a_page_that_is_no_products_fails_the_build_by_name(shop: Shop, hold: Held) -> None:
    await shop.stock(products=1)
    hold("rendering")
    build = await shop.until(await shop.ask(), lambda seen: seen.stage == "make")
    number = await _page_number(shop, build, "/about/")
    await _set_aside(shop, build, "pages", first=number, count=1)
    hold.release()
    ended = await shop.ended(build)
    assert (ended.state, ended.code) == ("failed", "page_unmakeable")
    assert (ended.reason or "").startswith(f"The page /about/ cannot be made. {REASON}")


async def test_a_split_that_found_nobody_leaves_the_release_as_it_was(shop: Shop, hold: Held) -> None:
    """More than ten parts: their order is that of the plan, which sitemaps keep."""
    await shop.stock(products=3)
    whole = await shop.build()
    hold("rendering", "imaging")
    build = await shop.ask()
    for kind in ("pages", "images"):
        await _published(shop, build, kind)
        gave_up = {"state": "dead", "attempts": 4, "items_fault": True, "error": "its worker was lost"}
        rows = {"build_id": build.build_id, "kind": kind}
        await shop.session.mongo.control.batches.update_one(rows, {"$set": gave_up})
    hold.release()
    cut = await shop.ended(build)
    assert (cut.state, cut.outcome, cut.release_id) == ("live", "unchanged", whole.release_id)
    assert {row["state"] for row in await shop.batches(build, batch_id={"$in": ["pages.00000", "images.00000"]})} == {
        "split"
    }
    assert len(await shop.batches(build, kind="pages", parent={"$exists": True})) > 10
    assert told(cut) == []


async def test_a_photo_that_could_not_be_taken_in_is_left_alone_by_later_builds(shop: Shop) -> None:
    await shop.stock(products=2)
    digest = digest_of_photo(shop, 1)
    await _remember(shop, "photo", Aside(digest, REASON, "failed"), digest)
    live = await shop.build()
    assert told(live) == [], "a build that did not go live blames nobody"
    await _remember(shop, "photo", Aside(digest, REASON, live.build_id), digest)
    build = await shop.build()
    assert build.state == "live"
    [(what, reason)] = told(build)
    assert (content_of(what), reason) == (digest, REASON)
    assert build.summary["counts"]["photos_unusable"] == 1
    assert "<img" in await shop.page("/products/frame-00002/")


@pytest.mark.parametrize(("products", "code"), [(1, "catalogue_rejected"), (2, "quarantine_limit_passed")])
async def test_products_left_out_count_against_the_stores_limit(shop: Shop, products: int, code: str) -> None:
    await shop.stock(products=products, quarantine_limit_percent=40)
    live = await shop.build()
    [catalogue] = await shop.batches(live, kind="catalogue")
    bad = (await read_products(shop.session.objects, catalogue["result"]["product_keys"][0]))[0]
    await _remember(shop, "product", Aside(content_hash(bad), REASON, live.build_id), bad.id)
    build = await shop.build()
    assert (build.state, build.code) == ("failed", code)
    assert f"{bad.name}: {REASON}" in (build.reason or "")
    assert await shop.live_release() == live.release_id
