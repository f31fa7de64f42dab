"""A photo host that is away costs a build its photos, not the build; when it is back a later build has them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from storefront.fleet.circuit_rows import breakers_not_closed
from storefront.storage.mongo import Document
from tests.factories.catalogue import photo, product
from tests.factories.nodes import LocalProcess
from tests.factories.photos import frame, saved
from tests.factories.pipeline import Shop, eventually
from tests.factories.web import content, web
from tests.integration.conftest import Farm
from workers.ports import free_port

pytestmark = pytest.mark.slow
Start = Callable[[LocalProcess], LocalProcess]
PHOTOS = range(1, 7)


def _row(number: int, port: int) -> Document:
    sources = [photo(f"http://127.0.0.1:{port}/{number}.jpg")]
    row: Document = product(number, media=sources).model_dump(mode="json", exclude_defaults=True)
    return row


async def test_a_photo_host_that_was_away(field: Farm, field_shop: Shop, start: Start) -> None:
    start(field.sweeper())
    start(field.worker("all", STORELOOM_BREAKER_OPEN_S="1"))
    mongo, port = field_shop.session.mongo, free_port()
    await field_shop.stock(0, rows=[_row(number, port) for number in PHOTOS])

    assert (await field_shop.build()).state == "live"
    [breaker] = await breakers_not_closed(mongo)
    assert (breaker.name, breaker.circuit.failures) == (f"http://127.0.0.1:{port}", 5)

    async with web(port=port) as site:
        for number in PHOTOS:
            site.at(f"/{number}.jpg", content(saved(frame(400 + number, 200))))
        await eventually(lambda: _half_open(field_shop), bool)
        assert (await field_shop.build()).state == "live"
        assert await breakers_not_closed(mongo) == [], "the probe went well"
        assert (await field_shop.build()).state == "live"
        assert {request.path for request in site.requests} == {f"/{number}.jpg" for number in PHOTOS}
    assert await mongo.tenant(field_shop.scope).media.count_documents({}) == len(PHOTOS)


async def _half_open(shop: Shop) -> bool:
    [breaker] = await breakers_not_closed(shop.session.mongo)
    return breaker.circuit.state == "half_open"
