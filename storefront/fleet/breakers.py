"""Circuit breakers around services outside, shared by all processes of an installation.

A photo host serves many tenants, so there is one breaker per host, not per tenant. For that to be fair only what the
host itself does counts as a failure: no connection, silence, an answer of 500 or above. One tenant's wrong addresses
(404) never close a host to the others.

The usual call, to a service that has not failed lately, writes nothing, and what was read is good for some seconds, so
that it hardly reads either. Where MongoDB is away a breaker is closed: it must not be the reason why a call fails.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from storefront.errors import ServiceUnavailable
from storefront.fleet.circuit_rows import CircuitRow, Kind, read, write
from storefront.fleet.circuits import CLOSED, Circuit, Rules, asked, failed, succeeded
from storefront.storage.mongo import Mongo, is_driver_error

CACHED_S = 5.0
_KEPT_MOST = 1000  # services that a process keeps in mind
_PATIENCE_S = 3.0  # with MongoDB; then the breaker counts as closed
_TRIES = 8  # a lost race means that somebody else changed the circuit, which it bears only a few times until it is open

Change = Callable[[Circuit, datetime], Circuit]


class Breakers(Protocol):
    """What a caller of outside services asks and tells, by the service's name."""

    async def refusal(self, name: str) -> str | None:
        """Why the service is not to be called now, in words; None: call it, and tell how it went."""

    async def failed(self, name: str, reason: str) -> None:
        """`reason` in words that anybody may read."""

    async def succeeded(self, name: str) -> None: ...


class NoBreakers:
    """For a caller on its own: nothing is refused, nothing is remembered."""

    async def refusal(self, _name: str) -> str | None:
        return None

    async def failed(self, _name: str, _reason: str) -> None: ...

    async def succeeded(self, _name: str) -> None: ...


@dataclass(frozen=True, slots=True)
class _Seen:
    """A circuit as it was read at a moment, by this process's clock that only rises."""

    row: CircuitRow | None  # None: nothing has failed lately, or MongoDB is away
    read_at: float

    @property
    def circuit(self) -> Circuit:
        return self.row.circuit if self.row else CLOSED

    @property
    def age_s(self) -> float:
        return time.monotonic() - self.read_at

    def refuses(self) -> bool:
        """By the database's clock, as it has gone on since."""
        return self.row is not None and self.circuit.refuses(self.row.now + timedelta(seconds=self.age_s))


class SharedBreakers:
    """The breakers of one kind of service, as one process sees them."""

    def __init__(self, mongo: Mongo, kind: Kind, rules: Rules | None = None) -> None:
        self._mongo, self._kind, self._rules = mongo, kind, rules or Rules()
        self._kept: dict[str, _Seen] = {}

    async def refusal(self, name: str) -> str | None:
        circuit = None
        async with self._closed_without_mongo(name):
            circuit = await self._refusing(name)
        if circuit is None:
            return None
        return f"it failed {circuit.failures} times in a row ({circuit.reason}) and is left alone for a while"

    async def failed(self, name: str, reason: str) -> None:
        async with self._closed_without_mongo(name):
            await self._move(name, lambda circuit, now: failed(circuit, reason, now, self._rules))

    async def succeeded(self, name: str) -> None:
        async with self._closed_without_mongo(name):
            if (await self._look(name)).circuit != CLOSED:
                await self._move(name, lambda circuit, _: succeeded(circuit))

    async def _refusing(self, name: str) -> Circuit | None:
        """The circuit that refuses the call; None: the way is free, or the call is the probe."""
        seen = await self._look(name)
        if seen.circuit.state == "closed":
            return None
        if seen.refuses():
            return seen.circuit
        circuit, ours = await self._move(name, lambda circuit, now: asked(circuit, now, self._rules))
        return None if ours or circuit.state == "closed" else circuit

    async def _look(self, name: str) -> _Seen:
        seen = self._kept.get(name)
        return seen if seen and seen.age_s < CACHED_S else self._keep(name, await read(self._mongo, self._kind, name))

    async def _move(self, name: str, change: Change) -> tuple[Circuit, bool]:
        """The circuit after the change, and whether it was this call that changed it."""
        for _ in range(_TRIES):
            row = await read(self._mongo, self._kind, name)
            before = row or CircuitRow(CLOSED, None, await self._mongo.now())
            after = change(before.circuit, before.now)
            if after == before.circuit:
                break
            if written := await write(self._mongo, self._kind, name, before, after):
                return self._keep(name, written).circuit, True
        return self._keep(name, row).circuit, False

    def _keep(self, name: str, row: CircuitRow | None) -> _Seen:
        if len(self._kept) >= _KEPT_MOST:
            self._kept.clear()
        seen = self._kept[name] = _Seen(row, time.monotonic())
        return seen

    @asynccontextmanager
    async def _closed_without_mongo(self, name: str) -> AsyncIterator[None]:
        """MongoDB is asked again when what is kept of the service is old."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                yield
        except Exception as error:
            if not (isinstance(error, TimeoutError | ServiceUnavailable) or is_driver_error(error)):
                raise
            self._keep(name, None)
