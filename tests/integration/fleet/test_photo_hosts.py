"""A photo host that is down and returns, as the fetchers of two processes meet it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storefront.errors import PhotoUnusable
from storefront.fleet import breakers as module
from storefront.fleet.backoff import PACES, Pace
from storefront.fleet.breakers import SharedBreakers
from storefront.fleet.circuit_rows import breakers_not_closed
from storefront.imaging.sources import PhotoFetcher
from storefront.storage.mongo import Mongo
from tests.factories.web import content, status, web
from workers.ports import free_port

PHOTO = b"any bytes will do here"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PACES, "photo_host", Pace(0.01, 0.01))
    monkeypatch.setattr(module, "CACHED_S", 0.0)
    monkeypatch.setattr(module, "_PATIENCE_S", 30.0)  # a machine with much to do is no database that is away


def _fetcher(mongo: Mongo) -> PhotoFetcher:
    return PhotoFetcher(allow_private=True, breakers=SharedBreakers(mongo, "photos"))


async def _reason(fetcher: PhotoFetcher, address: str) -> str:
    with pytest.raises(PhotoUnusable) as failure:
        await fetcher.fetch(address)
    return failure.value.what


async def test_a_host_that_is_down_is_left_alone_and_found_again(mongo: Mongo) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}/p.jpg?key=secret"
    one, other = _fetcher(mongo), _fetcher(mongo)
    assert "does not take connections" in await _reason(one, address)
    assert "does not take connections" in await _reason(other, f"{address}&of=another")  # its second try is the fifth

    assert "is left alone for a while" in await _reason(one, address)
    [breaker] = await breakers_not_closed(mongo)
    assert (breaker.kind, breaker.name, breaker.circuit.failures) == ("photos", f"http://127.0.0.1:{port}", 5)
    assert "secret" not in breaker.circuit.reason

    async with web(port=port) as site:
        site.at("/p.jpg?key=secret", content(PHOTO))
        assert "is left alone for a while" in await _reason(other, address)
        past = await mongo.now() - timedelta(seconds=1)
        await mongo.control.breakers.update_one({}, {"$set": {"until": past}})
        assert await one.fetch(address) == PHOTO
        assert await other.fetch(address) == PHOTO
        assert len(site.requests) == 2, "nobody asked before the probe"
    assert await breakers_not_closed(mongo) == []


async def test_one_tenants_wrong_addresses_close_no_host(mongo: Mongo) -> None:
    fetcher = _fetcher(mongo)
    async with web() as site:
        for number in range(10):
            assert "404" in await _reason(fetcher, site.at(f"/{number}", status(404, "Not Found")))
        assert await fetcher.fetch(site.at("/p", content(PHOTO))) == PHOTO
    assert await mongo.control.breakers.count_documents({}) == 0
