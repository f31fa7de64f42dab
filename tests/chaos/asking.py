"""Those who want something of the stores while everything breaks. They ask again until they are answered."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from storefront.builds.models import Build, Message
from storefront.builds.queries import build_by_id, build_by_request
from storefront.builds.submitting import supersede_older
from storefront.errors import ServiceUnavailable, StoreloomError, TooManyRequests, UnknownBuild
from storefront.publishing.switching import roll_back
from storefront.storage.mongo import is_driver_error
from submitter.requesting import retry_build
from tests.chaos.planning import Wish
from tests.factories.pipeline import Shop

PAUSE_S = 0.3
AT_ONCE = 5
ANSWERED_WITHIN_S = 5.0  # a message that led to no build by then is sent again
ENDED_WITHIN_S = 120.0
ACCEPTED, AGAIN_LATER = 202, (429, 503)


@dataclass
class Ledger:
    """What was promised to whom."""

    accepted: dict[str, set[str]] = field(default_factory=dict)  # build ids by request id
    cancelled: set[str] = field(default_factory=set)  # builds somebody wanted cancelled
    failing: set[str] = field(default_factory=set)  # builds that fail by their own catalogue
    strange: list[str] = field(default_factory=list)  # answers nobody should get

    def accept(self, request_id: str, build_id: str) -> None:
        self.accepted.setdefault(request_id, set()).add(build_id)


@dataclass(frozen=True)
class Customer:
    """Of one store."""

    shop: Shop
    http: httpx.AsyncClient
    ledger: Ledger

    async def want(self, wish: Wish) -> None:
        await KINDS[wish.kind](self, wish.request_id)

    async def by_http(self, request_id: str) -> None:
        wanted = {"store_id": self.shop.store_id, "request_id": request_id}
        answer = await self._answered("POST", "/generate", json=wanted)
        if answer.status_code == ACCEPTED:
            self.ledger.accept(request_id, answer.json()["job_id"])
        else:
            self.ledger.strange.append(f"{request_id} was answered {answer.status_code}: {answer.text[:200]}")

    async def by_http_at_once(self, request_id: str) -> None:
        await asyncio.gather(*(self.by_http(request_id) for _ in range(AT_ONCE)))

    async def by_message(self, request_id: str) -> None:
        """The message is not yet a promise: the build is, once it is recorded."""
        kwargs = {"tenant_id": self.shop.scope.tenant_id, "store_id": self.shop.store_id, "request_id": request_id}
        message = Message("storeloom.request_build", {**kwargs, "version": 1})
        while True:
            await self.shop.session.outbox.send([message])
            try:
                async with asyncio.timeout(ANSWERED_WITHIN_S):
                    build_id = await _patiently(lambda: self._recorded(request_id))
            except TimeoutError:
                continue
            return self.ledger.accept(request_id, build_id)

    async def directly(self, request_id: str) -> Build:
        build = await _patiently(lambda: self.shop.ask(request_id=request_id))
        self.ledger.accept(request_id, build.build_id)
        return build

    async def cancel_newest(self, _: str) -> None:
        open_builds = [build for build in await _patiently(self.shop.builds) if not build.ended]
        if open_builds:
            build_id = open_builds[0].build_id
            self.ledger.cancelled.add(build_id)
            await self._answered("DELETE", f"/jobs/{build_id}")

    async def roll_back(self, _: str) -> None:
        scope, mongo = self.shop.scope, self.shop.session.mongo
        try:
            switched = await _patiently(lambda: roll_back(mongo, scope))
        except StoreloomError:  # there is nothing to go back to, or a newer switch went before
            return
        await _patiently(lambda: supersede_older(mongo, scope, switched.number))

    async def mend_and_retry(self, request_id: str, products: int) -> None:
        """The owner puts right what the build failed for, and has it go on."""
        asked = await self.directly(request_id)
        self.ledger.failing.add(asked.build_id)
        build = await _patiently(lambda: self.shop.ended(asked, ENDED_WITHIN_S))
        await _patiently(lambda: self.shop.stock(products))
        if build.state == "failed":
            await self._retried(build)

    async def _retried(self, build: Build) -> None:
        session = self.shop.session
        try:
            await _patiently(lambda: retry_build(session, self.shop.scope, build.build_id))
        except StoreloomError as error:
            seen = await _patiently(lambda: build_by_id(session.mongo, build.build_id))
            if seen.state == "failed":  # otherwise an earlier try went through, and its answer got lost
                self.ledger.strange.append(f"{build.build_id} can't be retried: {error}")
                return
        self.ledger.failing.discard(build.build_id)

    async def _answered(self, method: str, path: str, **options: Any) -> httpx.Response:
        while True:
            try:
                answer = await self.http.request(method, path, **options)
                if answer.status_code not in AGAIN_LATER:
                    return answer
            except httpx.TransportError:
                pass
            await asyncio.sleep(PAUSE_S)

    async def _recorded(self, request_id: str) -> str:
        while True:
            try:
                build = await build_by_request(self.shop.session.mongo, self.shop.session.tenant, request_id)
            except UnknownBuild:
                await asyncio.sleep(PAUSE_S)
            else:
                return build.build_id


async def _patiently(act: Callable[[], Awaitable[Any]]) -> Any:
    """Until the servers are there."""
    while True:
        try:
            return await act()
        except Exception as error:
            if not (isinstance(error, ServiceUnavailable | TooManyRequests) or is_driver_error(error)):
                raise
        await asyncio.sleep(PAUSE_S)


KINDS: dict[str, Callable[[Customer, str], Awaitable[object]]] = {
    "http": Customer.by_http,
    "http at once": Customer.by_http_at_once,
    "message": Customer.by_message,
    "direct": Customer.directly,
    "cancel": Customer.cancel_newest,
    "roll back": Customer.roll_back,
}
