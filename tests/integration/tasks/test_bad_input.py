"""What people bring may be broken: they are told what and where, and what is good goes live."""

from __future__ import annotations

import pytest

from storefront.catalogue.repository import Catalogue
from storefront.errors import UnknownStore, UnknownTheme
from storefront.storage.mongo import Document
from storefront.tenancy.stores import register_store
from tests.factories.catalogue import photo, product, store_configuration
from tests.factories.photos import frame, saved
from tests.factories.pipeline import Shop


def _row(number: int, **fields: object) -> Document:
    row: Document = product(number, **fields).model_dump(mode="json", exclude_defaults=True)
    return row


async def test_bad_photos_leave_their_products_in_the_store(shop: Shop) -> None:
    whole = saved(frame(500, 250))
    bad = {"photos/truncated.jpg": whole[: len(whole) // 3], "photos/text.jpg": b"<html>not a photo</html>"}
    (shop.folder / "photos").mkdir(parents=True)
    for name, data in bad.items():
        (shop.folder / name).write_bytes(data)
    sources = ["photos/missing.jpg", *bad]
    rows = [_row(number, media=[photo(source)]) for number, source in enumerate(sources, start=11)]
    await shop.stock(products=1, rows=rows)
    build = await shop.build()
    assert build.state == "live"
    assert build.summary["counts"]["products"] == 4
    assert build.summary["counts"]["photos_unusable"] == 3
    told = {problem["what"].rsplit("/", 1)[-1]: problem for problem in build.summary["problems"]}
    assert set(told) == {"missing.jpg", "truncated.jpg", "text.jpg"}
    assert all(problem["reason"] and problem["remedy"] for problem in told.values())
    for number in (11, 12, 13):
        page = await shop.page(f"/products/frame-{number:05}/")
        assert f"Frame {number}" in page
        assert "<img" in page or "<svg" in page, "a placeholder stands in for the photo"


async def test_an_unknown_theme_is_refused_at_once(shop: Shop) -> None:
    await shop.stock(products=1)
    with pytest.raises(UnknownTheme, match="sandcastle"):
        await shop.ask(theme="sandcastle")


async def test_a_store_set_to_an_unknown_theme_fails_with_words(shop: Shop) -> None:
    await shop.stock(products=1, theme="sandcastle")
    build = await shop.build()
    assert (build.state, build.code) == ("failed", "unknown_theme")
    assert "sandcastle" in (build.reason or "")
    assert await shop.live_release() is None


async def test_an_unknown_store_is_no_build(shop: Shop) -> None:
    with pytest.raises(UnknownStore):
        await shop.ask()


async def test_an_empty_catalogue_fails_with_words(shop: Shop) -> None:
    await register_store(shop.session.mongo, shop.scope)
    await Catalogue(shop.session.mongo, shop.scope).put_configuration(store_configuration(shop.store_id))
    build = await shop.build()
    assert (build.state, build.code) == ("failed", "empty_catalogue")


async def test_a_catalogue_whose_every_row_is_bad_fails_with_the_reasons(shop: Shop) -> None:
    await shop.stock(products=2)
    products = shop.session.mongo.tenant(shop.scope).products
    await products.update_many(shop.scope.filter(), {"$set": {"currency": "?"}}, bypass_document_validation=True)
    build = await shop.build()
    assert (build.state, build.code) == ("failed", "catalogue_rejected")
    assert f"No product of the store {shop.store_id} can be used" in (build.reason or "")


async def test_too_many_bad_rows_stop_the_build_and_keep_what_is_live(shop: Shop) -> None:
    await shop.stock(products=4)
    live = (await shop.build()).release_id
    nameless = {"id": "no-name", "price": "10.00", "currency": "EUR"}
    await shop.stock(products=4, rows=[nameless], quarantine_limit_percent=10)
    build = await shop.build()
    assert (build.state, build.code) == ("failed", "quarantine_limit_passed")
    assert "20 %" in (build.reason or "")
    assert await shop.live_release() == live
    waiting = await shop.build()
    assert waiting.state == "failed", "a failed build makes room for the next"
