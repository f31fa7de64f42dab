"""Local photos of an import, copied into the object store; addresses on the web stay as they are.

Only regular files below the import's folder are read: no absolute paths, no way up, no links that lead outside.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

from storefront.catalogue.models import Collection, Media, Product, StoreConfiguration
from storefront.catalogue.quarantine import QuarantinedRow, shortened
from storefront.storage.concurrency import for_each
from storefront.storage.interfaces import Objects
from storefront.tenancy.scope import StoreScope

_ELSEWHERE = re.compile(r"https?://|upload:[0-9a-f]{64}/", re.IGNORECASE)
_AT_A_TIME = 8  # whole photos in memory
SETTINGS_ROW = 1  # store.json holds one item
_REMEDY = "Put the photo into the folder of the catalogue and write its path from there."


class _Refused(Exception):
    """A path that may not be read; the text says why."""


@dataclass(frozen=True, slots=True)
class _Fate:
    """What became of one written path: its new source, or why there is none (a missing file keeps its path)."""

    source: str
    refusal: str = ""


class PhotoStore:
    """The photos of one import; each file is read once however many products show it."""

    def __init__(self, objects: Objects, scope: StoreScope, *, folder: Path, photos: Path, max_bytes: int) -> None:
        self._objects = objects
        self._scope = scope
        self._root = folder.resolve()
        self._bases = list(dict.fromkeys((photos, folder)))
        self._max_bytes = max_bytes
        self._fates: dict[str, _Fate] = {}
        self.stored = 0
        self.missing = 0

    async def bring_in(self, products: list[tuple[int, Product]]) -> tuple[list[Product], list[QuarantinedRow]]:
        """Products (with their rows) whose photos are in the store, and the photos that were refused."""
        await self._take_all(item for _, product in products for item in product.media)
        refused: list[QuarantinedRow] = []
        return [self._rewritten(row, product, refused) for row, product in products], refused

    async def bring_in_own(self, configuration: StoreConfiguration) -> tuple[StoreConfiguration, list[QuarantinedRow]]:
        """The settings with the shop's own pictures in the store, and those that were refused."""
        await self._take_all(configuration.pictures)
        refused: list[QuarantinedRow] = []

        def own(field: str, picture: Media | None) -> Media | None:
            return self._stored(picture, SETTINGS_ROW, field, refused) if picture else None

        def with_picture(collection: Collection) -> Collection:
            picture = own(f"collections.{collection.slug}.picture", collection.picture)
            return collection.model_copy(update={"picture": picture})

        collections = [with_picture(collection) for collection in configuration.collections]
        changed = {"logo": own("logo", configuration.logo), "collections": collections}
        return configuration.model_copy(update=changed), refused

    async def _take_all(self, photos: Iterable[Media]) -> None:
        await for_each(self._unknown(dict.fromkeys(item.source for item in photos)), self._take, limit=_AT_A_TIME)

    def _unknown(self, written: Iterable[str]) -> list[str]:
        return [path for path in written if path not in self._fates and not _ELSEWHERE.match(path)]

    async def _take(self, written: str) -> None:
        try:
            found = await asyncio.to_thread(self._read, written)
        except _Refused as refusal:
            self._fates[written] = _Fate(written, str(refusal))
            return
        if found is None:
            self.missing += 1
            self._fates[written] = _Fate(written)
            return
        data, name = found
        digest = hashlib.sha256(data).hexdigest()
        is_new = await self._objects.put_new(self._scope.key("uploads", digest[:2], digest), data)
        self.stored += is_new
        self._fates[written] = _Fate(f"upload:{digest}/{name}")

    def _read(self, written: str) -> tuple[bytes, str] | None:
        """The file's bytes and name; None when there is none. Raises _Refused."""
        path = self._place(written)
        if path is None:
            return None
        try:
            if path.stat().st_size > self._max_bytes:
                raise _Refused(f"The photo is larger than {self._max_bytes // 1_000_000} MB.")
            return path.read_bytes(), path.name
        except OSError:
            raise _Refused("The photo can't be read.") from None

    def _place(self, written: str) -> Path | None:
        """Where the file is. Links are followed before the check, so what counts is where they lead."""
        windows = PureWindowsPath(written)
        if windows.drive or windows.root or re.match(r"[a-z][a-z0-9+.-]+:", written, re.IGNORECASE):
            raise _Refused("The photo's path is not below the catalogue's folder.")
        relative = Path(*windows.parts)
        for base in self._bases:
            try:
                path = (base / relative).resolve()
                inside, there = path.is_relative_to(self._root), path.is_file()
            except (OSError, ValueError, RuntimeError):  # too long, or links in a circle
                return None
            if not inside:
                raise _Refused("The photo's path leads outside of the catalogue's folder.")
            if there:
                return path
        return None

    def _rewritten(self, row: int, product: Product, refused: list[QuarantinedRow]) -> Product:
        stored = (self._stored(item, row, "media", refused, product.id) for item in product.media)
        media = [item for item in stored if item]
        return product if media == product.media else _with_media(product, media)

    def _stored(
        self, item: Media, row: int, field: str, refused: list[QuarantinedRow], product_id: str | None = None
    ) -> Media | None:
        """The photo by where it is kept; None, and told, when it was refused."""
        fate = self._fates.get(item.source, _Fate(item.source))
        if not fate.refusal:
            return item.model_copy(update={"source": fate.source})
        raw = shortened(item.source)
        refused.append(QuarantinedRow(row, field, fate.refusal, _REMEDY, raw, about="photo", product_id=product_id))
        return None


def _with_media(product: Product, media: list[Media]) -> Product:
    """The product with these photos; variants forget the ones that are gone."""
    ids = {item.id for item in media}
    variants = [
        variant.model_copy(update={"media_ids": [i for i in variant.media_ids if i in ids]})
        for variant in product.variants
    ]
    return product.model_copy(update={"media": media, "variants": variants})
