"""Making the files of photos: one decode per photo, nothing that exists already, a stand-in where it cannot be done.

A stand-in has a key of its own: the file's address shows it in this release, the file's key stays free, and the next
build tries again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from storefront.errors import BrokenPromise, PhotoUnusable
from storefront.failpoints import failpoint
from storefront.imaging.decoder import Decoder, Encoded, Failure
from storefront.imaging.intake import media_key
from storefront.imaging.models import ImageVariant, ImageWork
from storefront.imaging.recipe import RECIPE
from storefront.imaging.variants import image_key, stand_in_key
from storefront.storage.concurrency import for_each
from storefront.storage.interfaces import Objects
from storefront.tenancy.scope import StoreScope

ImageEntry = tuple[str, str, int, str]  # path, object key, size in bytes, content type

_PHOTOS_AT_A_TIME = 2  # one is read or written while another is with the decoder


@dataclass(frozen=True, slots=True)
class ImagesMade:
    """What became of a batch of photos. `bytes_before` counts the photos encoded now, `bytes_after` their new files."""

    entries: list[ImageEntry]
    encoded: int
    reused: int
    failed: list[tuple[str, str]]  # path of the file, reason in words
    bytes_before: int
    bytes_after: int


@dataclass(slots=True)
class _Photo:
    """One photo's files, as they come about."""

    entries: list[ImageEntry] = field(default_factory=list)
    encoded: list[Encoded] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    size_bytes: int = 0


async def make_images(
    work: list[ImageWork],
    *,
    objects: Objects,
    scope: StoreScope,
    decoder: Decoder,
    aside: Mapping[str, str] | None = None,
) -> ImagesMade:
    """All the files wanted; each has an entry, in the order of the work.

    `aside` are photos that are not to be opened, by digest, each with the reason; their missing files are stand-ins.
    Raises ServiceUnavailable, StorageFull and other OperatorsErrors; never for what a photo did.
    """
    variants = [variant for one in work for variant in one.variants]
    keys = [image_key(scope, variant.path) for variant in variants]
    sizes = await for_each(keys, objects.size)
    # No picture is empty: such a file is what is left of one that was written just before the power went.
    there = {variant.path: size for variant, size in zip(variants, sizes, strict=True) if size}
    making = _Making(objects, scope, decoder, there, aside or {})
    photos = await for_each(work, making.photo, limit=_PHOTOS_AT_A_TIME)
    return _summed(photos, variants, reused=len(there))


@dataclass(frozen=True, slots=True)
class _Making:
    objects: Objects
    scope: StoreScope
    decoder: Decoder
    there: dict[str, int]  # sizes of the files that exist, by path
    aside: Mapping[str, str]  # why a photo is not to be opened, by digest

    async def photo(self, work: ImageWork) -> _Photo:
        missing = [variant for variant in work.variants if variant.path not in self.there]
        photo = _Photo([self._entry(one, self.there[one.path]) for one in work.variants if one.path in self.there])
        if missing and work.source_digest in self.aside:
            photo.failures = [Failure(variant, self.aside[work.source_digest]) for variant in missing]
            await self._store(photo)
        elif missing:
            failpoint("images.item", work.source_digest)
            await self._encode(work, missing, photo)
            await self._store(photo)
        return photo

    async def _encode(self, work: ImageWork, missing: Sequence[ImageVariant], photo: _Photo) -> None:
        """All files are made though some are there: made alone a small one would be decoded smaller, and differ."""
        try:
            data = await self.objects.get(media_key(self.scope, work.source_digest))
            encoded = await asyncio.to_thread(self.decoder.encode, data, work.variants)
            made = [one for one in encoded if one.variant in missing]
            photo.size_bytes = len(data)
        except PhotoUnusable as error:
            made = [Failure(variant, error.what) for variant in missing]
        except BrokenPromise:
            made = [Failure(variant, "The photo is no longer kept; import it again.") for variant in missing]
        photo.encoded = [one for one in made if isinstance(one, Encoded)]
        photo.failures = [one for one in made if isinstance(one, Failure)]

    async def _store(self, photo: _Photo) -> None:
        drawn = await asyncio.to_thread(self.decoder.stand_ins, [failure.variant for failure in photo.failures])
        files = [(one, image_key(self.scope, one.variant.path)) for one in photo.encoded]
        files += [(one, stand_in_key(self.scope, one.variant)) for one in drawn if isinstance(one, Encoded)]
        await for_each(files, lambda file: self.objects.put(file[1], file[0].data))
        photo.entries += [self._entry(one.variant, len(one.data), key) for one, key in files]

    def _entry(self, variant: ImageVariant, size_bytes: int, key: str | None = None) -> ImageEntry:
        key = key or image_key(self.scope, variant.path)
        return variant.path, key, size_bytes, RECIPE[variant.format].content_type


def _summed(photos: Sequence[_Photo], variants: Sequence[ImageVariant], *, reused: int) -> ImagesMade:
    entries = {entry[0]: entry for photo in photos for entry in photo.entries}
    return ImagesMade(
        entries=[entries[variant.path] for variant in variants],
        encoded=sum(len(photo.encoded) for photo in photos),
        reused=reused,
        failed=[(failure.variant.path, failure.reason) for photo in photos for failure in photo.failures],
        bytes_before=sum(photo.size_bytes for photo in photos),
        bytes_after=sum(len(one.data) for photo in photos for one in photo.encoded),
    )
