"""The gate before a release: a page that says two different prices never goes live, and the report card tells why."""

from __future__ import annotations

import dataclasses

import pytest

from storefront.builds.models import Build
from storefront.errors import UnknownBuild
from storefront.seo.marks import decode_marks, encode_marks
from storefront.seo.rules import problem
from submitter.reports import report_of, report_of_build
from tests.factories.pipeline import Shop
from tests.integration.conftest import Held


async def test_a_wrong_price_keeps_a_release_from_going_live(shop: Shop, hold: Held) -> None:
    await shop.stock(products=2)
    first = await shop.build()
    await shop.stock(products=3)
    hold("seo")
    build = await shop.until(await shop.ask(), lambda seen: seen.stage == "seo")
    await _find(shop, build, "/products/frame-00001/", problem("price differs", "The page does not show '€129.00'."))
    hold.release()
    ended = await shop.ended(build)
    assert ended.state == "failed"
    assert "/products/frame-00001/: The page does not show '€129.00'." in (ended.reason or "")
    assert f"storeloom report {build.build_id}" in (ended.reason or "")
    assert await shop.live_release() == first.release_id

    card = await report_of(shop.session, shop.session.tenant, build.build_id)
    assert (card["build_id"], card["errors"], card["score"] < 90) == (build.build_id, 1, True)
    assert card["findings"][0]["page"] == "/products/frame-00001/"
    assert await report_of(shop.session, shop.session.tenant, shop.store_id) == card, "the store's latest"
    fine = await report_of_build(shop.session, shop.session.tenant, first.build_id)
    assert (fine["errors"], fine["store"]) == (0, card["store"])


async def _find(shop: Shop, build: Build, path: str, told: str) -> None:
    """As if the page's own check had found it."""
    objects = shop.session.objects
    for row in await shop.batches(build, kind="pages"):
        key = row["result"]["marks_key"]
        marks = decode_marks(await objects.get(key))
        await objects.put(
            key, encode_marks([dataclasses.replace(m, problems=[told]) if m.path == path else m for m in marks])
        )


async def test_a_store_that_was_never_checked_has_no_card(shop: Shop) -> None:
    await shop.stock(products=1)
    with pytest.raises(UnknownBuild, match="No build of store"):
        await report_of(shop.session, shop.session.tenant, shop.store_id)
