"""A store in the servers of a test, from a written catalogue to its builds, through the real submitter."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import orjson

from storefront.builds.models import Build
from storefront.builds.queries import build_by_id, builds_of_store
from storefront.catalogue.importing import import_catalogue
from storefront.publishing.lookup import Lookup
from storefront.publishing.switching import live_switch
from storefront.storage.mongo import Document
from storefront.tenancy.scope import StoreScope
from submitter.requesting import ask_for_build
from submitter.session import Session
from tests.factories.catalogue import photo, product, store_configuration
from tests.factories.photos import frame, saved

LIMIT_S = 40.0
POLL_S = 0.05
STORE = "shop"
T = TypeVar("T")


async def eventually(look: Callable[[], Awaitable[T]], good: Callable[[T], object], limit_s: float = LIMIT_S) -> T:
    """What `look` sees once it is good; the last sight is told when it never is."""
    deadline = time.monotonic() + limit_s
    while not good(seen := await look()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {limit_s:.0f} s; last seen: {seen}")
        await asyncio.sleep(POLL_S)
    return seen


@dataclass
class Shop:
    """One store of the session's tenant."""

    session: Session
    folder: Path
    store_id: str = STORE
    photos: dict[str, bytes] = field(default_factory=dict)

    @property
    def scope(self) -> StoreScope:
        return self.session.store(self.store_id)

    async def stock(self, products: int = 4, *, rows: list[Document] | None = None, **configuration: object) -> None:
        """Import a catalogue: so many good products with a photo each, then `rows` as they are."""
        self.write(products, rows=rows, **configuration)
        await import_catalogue(self.session.mongo, self.session.objects, self.scope, self.folder)

    def write(self, products: int = 4, *, rows: list[Document] | None = None, **configuration: object) -> None:
        """The same catalogue in the shop's folder, not imported."""
        (self.folder / "photos").mkdir(parents=True, exist_ok=True)
        lines = [self._row(number) for number in range(1, products + 1)] + (rows or [])
        settings = store_configuration(self.store_id, **configuration)
        (self.folder / "store.json").write_text(settings.model_dump_json(exclude_defaults=True))
        (self.folder / "products.jsonl").write_bytes(b"\n".join(orjson.dumps(line) for line in lines))

    def _row(self, number: int) -> Document:
        name = f"photos/{number}.jpg"
        self.photos.setdefault(name, saved(frame(400 + number, 200), comment=self.store_id))  # no other store's bytes
        (self.folder / name).write_bytes(self.photos[name])
        row: Document = product(number, media=[photo(name)]).model_dump(mode="json", exclude_defaults=True)
        return row

    async def ask(self, **options: object) -> Build:
        asked = await ask_for_build(self.session, self.scope, trigger="test", **options)  # type: ignore[arg-type]
        return asked.build

    async def build(self, **options: object) -> Build:
        return await self.ended(await self.ask(**options))

    async def ended(self, build: Build, limit_s: float = LIMIT_S) -> Build:
        return await self.until(build, lambda seen: seen.ended, limit_s)

    async def until(self, build: Build, good: Callable[[Build], object], limit_s: float = LIMIT_S) -> Build:
        return await eventually(lambda: build_by_id(self.session.mongo, build.build_id), good, limit_s)

    async def batches(self, build: Build, **conditions: object) -> list[Document]:
        rows = self.session.mongo.control.batches.find({"build_id": build.build_id, **conditions}).sort("batch_id", 1)
        return [row async for row in rows]

    async def builds(self) -> list[Build]:
        return await builds_of_store(self.session.mongo, self.scope)

    async def live_release(self) -> str | None:
        live = await live_switch(self.session.mongo, self.scope)
        return None if live is None else live.release_id

    async def page(self, path: str) -> str:
        """The HTML of a page of the live release."""
        release_id = await self.live_release()
        assert release_id is not None
        entry = await Lookup(self.session.objects, self.scope).find(release_id, path)
        assert entry is not None, f"no page {path}"
        return (await self.session.objects.get(entry.key)).decode()
