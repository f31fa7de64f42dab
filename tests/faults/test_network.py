"""The network between the workers and a server is cut, frozen, slow or half closed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from storefront.builds.models import Build
from tests.faults.case import Case, wake
from tests.faults.fleet import Fleet
from tests.faults.proxy import Proxy

SERVERS = ["redis", "mongo"]
# Half-open connections: both ends think that the other is there. Redis' clients look every 5 s and wait for 10 s;
# MongoDB's driver waits for an answer for up to a minute.
FROZEN_LIMIT_S = 90.0
REFUSED_S = 8.0  # longer than a lease


@pytest.fixture
def proxy(fleet: Fleet, request: pytest.FixtureRequest) -> Iterator[Proxy]:
    """Between the fleet and the server that the test names."""
    server = fleet.servers.broker if request.param == "redis" else fleet.servers.mongo
    with Proxy(server.port) as between:
        if request.param == "redis":
            fleet.redis_url = server.url_through(between.port)
        else:
            fleet.mongo_url = server.url_through(between.port)
        yield between


async def _caught(case: Case) -> tuple[Build, int]:
    await case.shop.stock(8)
    worker = case.fleet.worker(faults="item.after_claim[images.00000]=stop")
    case.fleet.start(worker, case.fleet.sweeper())
    build = await case.shop.ask()
    return build, await case.caught(build, "images")


@pytest.mark.parametrize("proxy", SERVERS, indirect=True)
async def test_every_connection_is_cut(case: Case, proxy: Proxy) -> None:
    build, child = await _caught(case)
    proxy.cut()
    wake(child)
    case.fault_over()
    await case.live(build)
    await case.check()


@pytest.mark.parametrize("proxy", SERVERS, indirect=True)
async def test_every_connection_is_half_closed(case: Case, proxy: Proxy) -> None:
    build, child = await _caught(case)
    proxy.half_close()
    wake(child)
    case.fault_over()
    await case.live(build)
    await case.check()


@pytest.mark.parametrize("proxy", SERVERS, indirect=True)
async def test_every_connection_is_frozen_and_new_ones_work(case: Case, proxy: Proxy) -> None:
    """As behind a gateway that forgot them: no end is told, and the fault never ends for who was connected."""
    build, child = await _caught(case)
    proxy.freeze()
    wake(child)
    case.fault_over()
    await case.live(build, FROZEN_LIMIT_S)
    await case.check()


@pytest.mark.parametrize("proxy", SERVERS, indirect=True)
async def test_nobody_gets_through_until_the_network_is_mended(case: Case, proxy: Proxy) -> None:
    build, child = await _caught(case)
    proxy.refuse()
    wake(child)
    await asyncio.sleep(REFUSED_S)  # the fault itself
    proxy.heal()
    case.fault_over()
    await case.live(build)
    await case.check()


@pytest.mark.parametrize("proxy", SERVERS, indirect=True)
async def test_every_packet_takes_a_while(case: Case, proxy: Proxy) -> None:
    await case.shop.stock(2)
    case.fleet.start(case.fleet.worker(), case.fleet.sweeper())
    proxy.delay(0.05)
    build = await case.shop.ask()
    await case.live(build)
    proxy.heal()
    assert (await case.check()).attempts == 1
