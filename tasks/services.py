"""What a worker process holds: one event loop in a thread of its own, and the clients that live in it.

Opened after the fork, closed when the process ends. Tasks hand coroutines to `run` and wait; leases are renewed in
the loop meanwhile.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from config.settings import Settings, settings
from storefront.errors import BrokenPromise
from storefront.fleet.breakers import SharedBreakers
from storefront.fleet.circuits import Rules
from storefront.imaging.decoder import Decoder
from storefront.imaging.sources import PhotoFetcher
from storefront.rendering.themes import Theme, load_theme
from storefront.storage.interfaces import Objects
from storefront.storage.mongo import Mongo, unavailable_as_ours
from storefront.storage.objects import open_objects
from tasks.presence import Presence

T = TypeVar("T")


class Services:
    def __init__(self, config: Settings) -> None:
        self.config = config
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="services", daemon=True)
        self._thread.start()
        self._themes: dict[str, Theme] = {}
        self.mongo: Mongo = self.run(_open_mongo(config))
        self.objects: Objects = open_objects(config.objects_address)
        self.decoder = Decoder()
        self.fetcher = PhotoFetcher(
            allow_private=config.photo_hosts_private,
            schemes=config.photo_schemes,
            max_bytes=config.photo_max_bytes,
            breakers=SharedBreakers(self.mongo, "photos", Rules(open_s=config.breaker_open_s)),
        )
        self._presence = Presence(self.mongo)
        self._noting = self.spawn(self._presence.keep_noting())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine in the process's loop and wait for it; a time limit that ends the waiting ends it too.

        Raises ServiceUnavailable when MongoDB does not answer, besides what the coroutine raises.
        """
        waited = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            with unavailable_as_ours():
                return waited.result()
        except BaseException:
            waited.cancel()
            raise

    def spawn(self, work: Coroutine[Any, Any, None]) -> Future[None]:
        """Start a coroutine in the process's loop without waiting."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def theme(self, name: str) -> Theme:
        """A built-in theme, read once per process. Raises UnknownTheme, ThemeBroken."""
        if name not in self._themes:
            self._themes[name] = load_theme(name)
        return self._themes[name]

    def close(self) -> None:
        self._noting.cancel()
        self.run(self._presence.leave())
        self.decoder.close()
        self.mongo.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)


async def _open_mongo(config: Settings) -> Mongo:
    if config.mongo_url is None:
        raise BrokenPromise(
            "A worker was started without STORELOOM_MONGO_URL.", remedy="Start workers with: storeloom up."
        )
    return Mongo(config.mongo_url.get_secret_value())


_services: Services | None = None


def open_services() -> None:
    """Called once in each pool child, after the fork."""
    global _services  # noqa: PLW0603  # one per process: that is the point
    _services = Services(settings())


def services() -> Services:
    if _services is None:
        raise BrokenPromise("Services were asked for before the worker process opened them.")
    return _services


def close_services() -> None:
    global _services  # noqa: PLW0603
    if _services is not None:
        _services.close()
        _services = None
