"""What a build would do, against what it did; since when an address is as it is, against the builds that made it so."""

from __future__ import annotations

import pytest

from storefront.errors import RequestInvalid, UnknownRelease
from storefront.publishing.explaining import explain
from storefront.publishing.forecasting import forecast
from tests.factories.pipeline import Shop


async def test_the_forecast_of_a_warm_build_is_what_it_does(shop: Shop) -> None:
    await shop.stock(products=3)
    mongo, objects = shop.session.mongo, shop.session.objects
    cold = await forecast(mongo, objects, shop.scope)
    assert (cold.products, cold.photos_new, cold.images, cold.usual_seconds) == (3, 3, 0, None)
    build = await shop.build()
    counts = build.summary["counts"]
    warm = await forecast(mongo, objects, shop.scope)
    assert (warm.pages, warm.images, warm.images_to_encode) == (counts["pages"], counts["images"], 0)
    assert (warm.photos_new, warm.quarantined) == (0, 0)
    assert warm.usual_seconds is not None
    left = [found.key async for found in objects.list(shop.scope.key("stores")) if "forecast" in found.key]
    assert left == []


async def test_a_page_is_explained_by_the_build_that_changed_it(shop: Shop) -> None:
    mongo, objects = shop.session.mongo, shop.session.objects
    await shop.stock(products=2)
    with pytest.raises(UnknownRelease, match="no live release yet"):
        await explain(mongo, objects, shop.scope, "/")
    first = await shop.build()
    await shop.stock(products=3)
    second = await shop.build()
    page = await explain(mongo, objects, shop.scope, "about")
    assert (page.path, page.kind, page.build_id, page.before) == ("/about/", "page", first.build_id, "not known")
    listing = await explain(mongo, objects, shop.scope, "/shop/")
    assert (listing.build_id, listing.before, listing.release_id) == (
        second.build_id,
        "other bytes",
        second.release_id,
    )
    new = {row["slug"] async for row in mongo.tenant(shop.scope).products.find(shop.scope.filter(), {"slug": 1})}
    pages = [await explain(mongo, objects, shop.scope, f"/products/{slug}/") for slug in sorted(new)]
    assert [page.before for page in pages].count("no such address") == 1
    with pytest.raises(RequestInvalid, match="nothing at /nowhere"):
        await explain(mongo, objects, shop.scope, "/nowhere")
