"""What a store looks like when nothing goes wrong: built once per catalogue, by a fleet that nobody breaks."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from storefront.catalogue.importing import import_catalogue
from submitter.session import open_session
from tests.factories.pipeline import Shop
from tests.faults.fleet import Fleet
from tests.faults.oracle import Contents, contents_of
from tests.faults.servers import Servers
from workers.lifeline import Lifeline


class Undisturbed:
    """Has servers, a worker and a sweeper of its own, from the first question to the end of the session."""

    def __init__(self, folder: Path, line: Lifeline) -> None:
        self._folder, self._line = folder, line
        self._fleet: Fleet | None = None
        self._known: dict[str, Contents] = {}

    async def __call__(self, shop: Shop) -> Contents:
        """The contents of the release of what is stocked in the shop's folder now."""
        key = _digest(shop.folder)
        if key not in self._known:
            self._known[key] = await self._build(shop)
        return self._known[key]

    async def _build(self, shop: Shop) -> Contents:
        async with open_session(self._calm_fleet().settings) as session:
            twin = Shop(session, shop.folder, shop.store_id)
            await session.mongo.drop_tenant(twin.scope)  # an import leaves alone what it does not name
            await import_catalogue(session.mongo, session.objects, twin.scope, shop.folder, replace=True)
            built = await twin.build()
            assert built.state == "live", built.reason
            assert built.release_id is not None
            return await contents_of(session.objects, twin.scope, built.release_id)

    def _calm_fleet(self) -> Fleet:
        if self._fleet is None:
            servers = Servers.started(self._folder / "servers", self._line)
            self._fleet = Fleet(self._folder / "calm", self._line, servers)
            self._fleet.start(self._fleet.worker(app="workers.app", concurrency=1), self._fleet.sweeper())
        return self._fleet

    def close(self) -> None:
        if self._fleet is not None:
            self._fleet.stop()
            self._fleet.servers.stop()
            shutil.rmtree(self._folder, ignore_errors=True)


def _digest(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    return hashlib.sha256("".join(digests).encode()).hexdigest()
