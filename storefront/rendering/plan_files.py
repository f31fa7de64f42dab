"""The plan's working files: what planning leaves for rendering and imaging, and how it is read back.

plan/site.json.zst           SitePlan: what every page of the store shares
plan/pages-00000.jsonl.zst   one PageInput a line, complete: a shard needs only the site beside it
plan/images-00000.json       ImageWork of some photos
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import partial
from typing import Any

import orjson
import zstandard

from storefront.catalogue.models import StoreConfiguration
from storefront.imaging.models import ImageVariant, ImageWork, MediaFacts
from storefront.rendering.addresses import Addresses
from storefront.rendering.contract import PageType, Site
from storefront.storage.interfaces import Objects
from storefront.tenancy.scope import StoreScope

_LEVEL = 3
_ALL = slice(None)


@dataclass(frozen=True, slots=True)
class PageInput:
    """Everything one page is made of besides the site. Paths are the store's own, without the base address's path."""

    type: PageType
    locale: str
    path: str
    alternates: dict[str, str]  # locale → path, itself included
    trail: list[tuple[str, str]]  # breadcrumbs: (label, path) from home to this page
    title: str  # for the page's head
    description: str
    data: dict[str, Any] = field(default_factory=dict)  # by page type
    problems: list[str] = field(default_factory=list)  # found while planning, in words


@dataclass(frozen=True, slots=True)
class PageStyles:
    """A page type's styles: the text every such page has in its head, and the address of what comes later."""

    critical: str
    stylesheet: str | None


@dataclass(frozen=True, slots=True)
class SitePlan:
    """What every page of the store shares. `facts` are SiteFacts.to_dict() for the seo stage."""

    facts: dict[str, Any]
    configuration: StoreConfiguration
    addresses: Addresses
    sites: Mapping[str, Site]  # by locale
    assets: Mapping[str, str]  # logical name → address with the base path
    styles: Mapping[str, PageStyles] = field(default_factory=dict)  # by page type
    shared_photo: MediaFacts | None = None  # what networks show of pages without a photo of their own

    def encode(self) -> bytes:
        data = {
            "facts": self.facts,
            "configuration": self.configuration.model_dump(mode="json"),
            "addresses": asdict(self.addresses),
            "sites": self.sites,
            "assets": self.assets,
            "styles": self.styles,
            "shared_photo": self.shared_photo,
        }
        return compressed(orjson.dumps(data, option=orjson.OPT_SORT_KEYS))

    @classmethod
    def decode(cls, data: bytes) -> SitePlan:
        read = orjson.loads(zstandard.decompress(data))
        addresses = {**read["addresses"], "locales": tuple(read["addresses"]["locales"])}
        return cls(
            read["facts"],
            StoreConfiguration.model_validate(read["configuration"]),
            Addresses(**addresses),
            read["sites"],
            read["assets"],
            {page_type: PageStyles(**styles) for page_type, styles in read["styles"].items()},
            MediaFacts(**read["shared_photo"]) if read["shared_photo"] else None,
        )


def compressed(data: bytes) -> bytes:
    return zstandard.compress(data, _LEVEL)


def decode_pages(data: bytes, part: slice = _ALL) -> list[PageInput]:
    """A shard's pages, or a part of them: lines outside it are not looked at."""
    lines = [line for line in zstandard.decompress(data).split(b"\n") if line]
    return [PageInput(**orjson.loads(line)) for line in lines[part]]


def decode_image_work(data: bytes) -> list[ImageWork]:
    return [
        ImageWork(work["source_digest"], work["has_alpha"], [ImageVariant(**one) for one in work["variants"]])
        for work in orjson.loads(data)
    ]


def _numbered_key(scope: StoreScope, build_id: str, name: str, number: int) -> str:
    return scope.build_key(build_id, "plan", name.format(number))


class ShardWriter:
    """Gathers items and writes them in shards of a fixed number; one shard is in memory at a time."""

    def __init__(self, objects: Objects, scope: StoreScope, build_id: str, name: str, per_shard: int) -> None:
        self._objects = objects
        self._key_of = partial(_numbered_key, scope, build_id, name)
        self._per_shard = per_shard
        self._lines: list[bytes] = []
        self._digest = hashlib.sha256()
        self.keys: list[str] = []
        self.count = 0

    async def add(self, item: object) -> None:
        self._lines.append(orjson.dumps(item))
        self.count += 1
        if len(self._lines) == self._per_shard:
            await self.flush()

    async def flush(self) -> None:
        """Write what has gathered. Call once more at the end."""
        if not self._lines:
            return
        key = self._key_of(len(self.keys))
        data = self._encoded()
        await self._objects.put(key, data)
        self.keys.append(key)
        self._lines.clear()

    @property
    def fingerprint(self) -> str:
        """Of all items so far, whatever the shards' size."""
        return self._digest.hexdigest()

    def _encoded(self) -> bytes:
        for line in self._lines:
            self._digest.update(line + b"\n")
        return self._joined(self._lines)

    def _joined(self, lines: list[bytes]) -> bytes:
        return compressed(b"\n".join(lines))


class ListWriter(ShardWriter):
    """Shards that are plain JSON lists."""

    def _joined(self, lines: list[bytes]) -> bytes:
        return b"[" + b",".join(lines) + b"]"
