"""Bringing in the photos a catalogue names: each ends as facts, or as a problem in words with a remedy."""

from __future__ import annotations

import asyncio
import dataclasses
import re
from collections.abc import Mapping

import orjson
import zstandard

from storefront.errors import BrokenPromise, PhotoUnusable
from storefront.failpoints import failpoint
from storefront.imaging.decoder import Decoder
from storefront.imaging.known_media import known_facts, remember
from storefront.imaging.models import MediaFacts, MediaOutcome
from storefront.imaging.sources import PhotoFetcher
from storefront.storage.concurrency import for_each
from storefront.storage.interfaces import Objects
from storefront.storage.manifest import digest_of
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope, TenantScope

_UPLOAD = re.compile(r"upload:([0-9a-f]{64})(?:/.*)?", re.DOTALL)
_WEB_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_REMEDY_ASIDE = "Save the photo again in another program, or replace it; one from the web under a new address."
_AT_A_TIME = 4  # downloads; decoding is one after the other anyway


async def take_in(
    sources: list[str],
    *,
    mongo: Mongo,
    objects: Objects,
    scope: StoreScope,
    fetcher: PhotoFetcher,
    decoder: Decoder,
    aside: Mapping[str, str] | None = None,
) -> list[MediaOutcome]:
    """An outcome per source, in their order. Bytes are kept once per tenant, and what is known is not decoded again.

    `aside` are photos that are not to be touched, by content_of(source), each with the reason.
    Raises ServiceUnavailable, StorageFull and other OperatorsErrors; never for what a photo did.
    """
    intake = _Intake(mongo, objects, scope, fetcher, decoder, aside or {})
    await intake.recall([upload[1] for source in sources if (upload := _UPLOAD.fullmatch(source))])
    outcomes = await for_each(dict.fromkeys(sources), intake.outcome, limit=_AT_A_TIME)
    by_source = {outcome.source: outcome for outcome in outcomes}
    return [by_source[source] for source in sources]


async def known_outcomes(mongo: Mongo, scope: StoreScope, sources: list[str]) -> list[MediaOutcome]:
    """Outcomes of the imported photos that were taken in before; nothing is fetched or decoded for the others."""
    digests = {source: upload[1] for source in sources if (upload := _UPLOAD.fullmatch(source))}
    known = await known_facts(mongo, scope, digests.values())
    return [MediaOutcome(source, facts=known[digest]) for source, digest in digests.items() if digest in known]


def content_of(source: str) -> str:
    """A digest of what a source names: of the file, where it was imported, otherwise of its address."""
    upload = _UPLOAD.fullmatch(source)
    return upload[1] if upload else digest_of(source.encode())


def media_key(scope: TenantScope, digest: str) -> str:
    """Object key of a photo as it came."""
    return scope.key("media", digest[:2], digest)


def encode_outcomes(outcomes: list[MediaOutcome]) -> bytes:
    return zstandard.ZstdCompressor(level=3).compress(orjson.dumps(outcomes))


def decode_outcomes(data: bytes) -> list[MediaOutcome]:
    rows = orjson.loads(zstandard.ZstdDecompressor().decompress(data))
    return [MediaOutcome(**{**row, "facts": row["facts"] and MediaFacts(**row["facts"])}) for row in rows]


@dataclasses.dataclass(slots=True)
class _Intake:
    """One batch's photos; `_known` holds what was learned earlier about those whose digest is already known."""

    mongo: Mongo
    objects: Objects
    scope: StoreScope
    fetcher: PhotoFetcher
    decoder: Decoder
    aside: Mapping[str, str]
    _known: dict[str, MediaFacts] = dataclasses.field(default_factory=dict)

    async def recall(self, digests: list[str]) -> None:
        self._known |= await known_facts(self.mongo, self.scope, digests)

    async def outcome(self, source: str) -> MediaOutcome:
        if reason := self.aside.get(content_of(source)):
            return MediaOutcome(source, problem=reason, remedy=_REMEDY_ASIDE)
        failpoint("photos.item", source)
        try:
            return MediaOutcome(source, facts=await self._facts(source))
        except PhotoUnusable as error:
            return MediaOutcome(source, problem=error.what, remedy=error.remedy)

    async def _facts(self, source: str) -> MediaFacts:
        upload = _UPLOAD.fullmatch(source)
        if upload:
            return await self._kept(upload[1]) or await self._learn(await self._uploaded(upload[1]))
        if _WEB_ADDRESS.match(source):
            data = await self.fetcher.fetch(source)
            await self.recall([digest_of(data)])
            return await self._kept(digest_of(data)) or await self._learn(data)
        raise PhotoUnusable(
            "The photo was not found when the catalogue was imported.",
            remedy="Put the file where the catalogue says, below the folder that is imported, and import again.",
        )

    async def _kept(self, digest: str) -> MediaFacts | None:
        """What is known about the photo, where its bytes are still kept."""
        facts = self._known.get(digest)
        kept = facts and await self.objects.size(media_key(self.scope, digest)) == facts.size_bytes
        return facts if kept else None

    async def _uploaded(self, digest: str) -> bytes:
        try:
            data = await self.objects.get(self.scope.key("uploads", digest[:2], digest))
        except BrokenPromise as error:
            raise PhotoUnusable(
                "The imported photo is no longer kept.", remedy="Import the catalogue again."
            ) from error
        if digest_of(data) != digest:
            raise PhotoUnusable("The imported photo was damaged in the object store.", remedy="Import it again.")
        return data

    async def _learn(self, data: bytes) -> MediaFacts:
        facts = await asyncio.to_thread(self.decoder.probe, data)
        await self.objects.put(media_key(self.scope, facts.source_digest), data)
        await remember(self.mongo, self.scope, facts)
        return facts
