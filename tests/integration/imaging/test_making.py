from __future__ import annotations

import hashlib
from io import BytesIO

import pytest
from PIL import Image

from storefront.imaging.decoder import Decoder
from storefront.imaging.intake import media_key
from storefront.imaging.making import ImagesMade, make_images
from storefront.imaging.models import ImageWork
from storefront.imaging.recipe import RECIPE
from storefront.imaging.variants import image_key, stand_in_key, variants_of
from storefront.storage.interfaces import Objects
from storefront.tenancy.scope import StoreScope
from tests.factories.photos import facts, frame, saved, scene


async def kept(
    objects: Objects, scope: StoreScope, data: bytes, width: int, height: int, *, alpha: bool = False
) -> ImageWork:
    """A photo that was taken in, and all that is wanted of it."""
    digest = hashlib.sha256(data).hexdigest()
    await objects.put(media_key(scope, digest), data)
    return ImageWork(digest, alpha, variants_of(facts(width, height, digest=digest, has_alpha=alpha)))


@pytest.fixture
async def work(objects: Objects, scope: StoreScope) -> list[ImageWork]:
    opaque = await kept(objects, scope, saved(scene(800, 600)), 800, 600)
    transparent = await kept(objects, scope, saved(frame(400, 200, ground=None), "PNG"), 400, 200, alpha=True)
    return [opaque, transparent]


async def made(work: list[ImageWork], objects: Objects, scope: StoreScope, decoder: Decoder) -> ImagesMade:
    return await make_images(work, objects=objects, scope=scope, decoder=decoder)


async def test_every_file_lies_at_its_key_in_its_size_and_format(
    work: list[ImageWork], objects: Objects, scope: StoreScope, decoder: Decoder
) -> None:
    result = await made(work, objects, scope, decoder)
    variants = [variant for one in work for variant in one.variants]

    assert [entry[0] for entry in result.entries] == [variant.path for variant in variants]
    assert (result.encoded, result.reused, result.failed) == (15, 0, [])
    for (path, key, size_bytes, content_type), variant in zip(result.entries, variants, strict=True):
        data = await objects.get(key)
        with Image.open(BytesIO(data)) as picture:
            assert picture.size == (variant.width_px, variant.height_px)
            assert Image.MIME[str(picture.format)] == content_type == RECIPE[variant.format].content_type
        assert len(data) == size_bytes
        assert key == image_key(scope, path)


async def test_a_file_that_lost_its_bytes_is_made_again(
    work: list[ImageWork], objects: Objects, scope: StoreScope, decoder: Decoder
) -> None:
    first = await made(work, objects, scope, decoder)
    await objects.put(first.entries[3][1], b"")
    again = await made(work, objects, scope, decoder)

    assert (again.encoded, again.reused) == (1, 14)
    assert again.entries == first.entries, "the same bytes as if nothing had happened"


async def test_bytes_before_and_after_are_counted(
    work: list[ImageWork], objects: Objects, scope: StoreScope, decoder: Decoder
) -> None:
    result = await made(work, objects, scope, decoder)

    assert result.bytes_before == len(saved(scene(800, 600))) + len(saved(frame(400, 200, ground=None), "PNG"))
    assert result.bytes_after == sum(entry[2] for entry in result.entries)


async def test_what_exists_is_not_made_again(
    work: list[ImageWork], objects: Objects, scope: StoreScope, decoder: Decoder
) -> None:
    first = await made(work, objects, scope, decoder)
    for one in work:
        await objects.delete(media_key(scope, one.source_digest))  # so that nothing could be made

    again = await made(work, objects, scope, decoder)

    assert again.entries == first.entries
    assert (again.encoded, again.reused, again.failed) == (0, 15, [])
    assert (again.bytes_before, again.bytes_after) == (0, 0)


async def test_only_what_is_missing_is_made(
    work: list[ImageWork], objects: Objects, scope: StoreScope, decoder: Decoder
) -> None:
    first = await made(work, objects, scope, decoder)
    await objects.delete(first.entries[4][1])

    again = await made(work, objects, scope, decoder)

    assert (again.encoded, again.reused) == (1, 14)
    assert again.entries == first.entries


async def test_the_same_photo_gives_the_same_bytes_anywhere(
    work: list[ImageWork], objects: Objects, scope: StoreScope, decoder: Decoder
) -> None:
    other = StoreScope("rival", "optician")
    for one in work:
        await objects.put(media_key(other, one.source_digest), await objects.get(media_key(scope, one.source_digest)))

    ours, theirs = [await made(work, objects, which, decoder) for which in (scope, other)]

    for mine, yours in zip(ours.entries, theirs.entries, strict=True):
        assert mine[1] != yours[1]
        assert await objects.get(mine[1]) == await objects.get(yours[1])


async def test_a_photo_that_fails_is_stood_in_for_and_its_neighbour_is_made(
    work: list[ImageWork], objects: Objects, scope: StoreScope, decoder: Decoder
) -> None:
    bad = await kept(objects, scope, saved(scene(800, 600))[:9000], 800, 600)

    result = await made([bad, *work], objects, scope, decoder)

    assert (result.encoded, len(result.failed)) == (15, 9)
    assert [path for path, _ in result.failed] == [variant.path for variant in bad.variants]
    assert all("damaged" in reason for _, reason in result.failed)
    for variant, (path, key, size_bytes, content_type) in zip(bad.variants, result.entries, strict=False):
        with Image.open(BytesIO(await objects.get(key))) as picture:
            assert picture.size == (variant.width_px, variant.height_px)
            corner = picture.convert("RGB").getpixel((0, 0))
        assert all(abs(a - b) < 8 for a, b in zip(corner, (241, 242, 244), strict=True))  # type: ignore[arg-type]
        assert (path, content_type) == (variant.path, RECIPE[variant.format].content_type)
        assert size_bytes == await objects.size(key)


async def test_a_stand_in_does_not_keep_the_photo_from_being_made_later(
    objects: Objects, scope: StoreScope, decoder: Decoder
) -> None:
    data = saved(scene(300, 200))
    one = await kept(objects, scope, data, 300, 200)
    await objects.delete(media_key(scope, one.source_digest))
    without = await made([one], objects, scope, decoder)
    await objects.put(media_key(scope, one.source_digest), data)

    later = await made([one], objects, scope, decoder)

    assert [reason for _, reason in without.failed] == ["The photo is no longer kept; import it again."] * 3
    assert (later.encoded, later.failed) == (3, [])
    assert {entry[1] for entry in without.entries}.isdisjoint(entry[1] for entry in later.entries)


async def test_a_photo_set_aside_keeps_its_files_and_is_a_stand_in_otherwise(
    work: list[ImageWork], objects: Objects, scope: StoreScope, decoder: Decoder
) -> None:
    bad, good = work
    first, *others = bad.variants
    await objects.put(image_key(scope, first.path), b"made before")
    await objects.delete(media_key(scope, bad.source_digest))  # so that touching it would be told as another reason
    aside = {bad.source_digest: "It failed 4 times: its worker was lost."}

    result = await make_images(work, objects=objects, scope=scope, decoder=decoder, aside=aside)

    assert result.failed == [(variant.path, aside[bad.source_digest]) for variant in others]
    assert (result.encoded, result.reused) == (len(good.variants), 1)
    keys = {path: key for path, key, _, _ in result.entries}
    assert keys[first.path] == image_key(scope, first.path)
    assert [keys[variant.path] for variant in others] == [stand_in_key(scope, variant) for variant in others]
    assert all([await objects.size(key) for key in keys.values()])


async def test_no_work_is_nothing(objects: Objects, scope: StoreScope, decoder: Decoder) -> None:
    assert await made([], objects, scope, decoder) == ImagesMade([], 0, 0, [], 0, 0)
