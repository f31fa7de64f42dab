"""What a build would do now, found by planning without building. Nothing is fetched, decoded, rendered or published."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from itertools import chain

import orjson

from storefront.builds.queries import usual_seconds
from storefront.catalogue.snapshot import Snapshot, read_head, take_snapshot
from storefront.imaging.intake import encode_outcomes, known_outcomes
from storefront.imaging.models import MediaOutcome
from storefront.imaging.variants import image_key
from storefront.rendering.plan_files import decode_image_work
from storefront.rendering.planning import plan_store
from storefront.rendering.themes import load_theme
from storefront.storage.concurrency import for_each
from storefront.storage.interfaces import Objects
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope


@dataclass(frozen=True, slots=True)
class Forecast:
    """`images` are of photos that are known; `photos_new` have to be looked at before their images can be counted."""

    products: int
    quarantined: int
    pages: int
    photos_new: int
    images: int
    images_to_encode: int
    usual_seconds: float | None  # median of the store's last live builds


async def forecast(mongo: Mongo, objects: Objects, scope: StoreScope) -> Forecast:
    """Raises what the stages fetch and plan raise: UnknownStore, EmptyCatalogue, UnknownTheme, …"""
    working_id = f"forecast-{secrets.token_hex(4)}"
    try:
        return await _planned(mongo, objects, scope, working_id)
    finally:
        keys = [found.key async for found in objects.list(scope.build_key(working_id))]
        await for_each(keys, objects.delete)


async def _planned(mongo: Mongo, objects: Objects, scope: StoreScope, working_id: str) -> Forecast:
    snapshot = await take_snapshot(mongo, objects, scope, working_id)
    outcomes = await _outcomes(mongo, objects, scope, snapshot)
    media_key = scope.build_key(working_id, "media", "00000.json.zst")
    await objects.put(media_key, encode_outcomes(outcomes))
    head = await read_head(objects, snapshot.head_key)
    plan = await plan_store(
        objects,
        scope,
        working_id,
        head_key=snapshot.head_key,
        product_keys=snapshot.product_keys,
        media_keys=[media_key],
        theme=load_theme(head.configuration.theme),
    )
    return Forecast(
        products=snapshot.product_count,
        quarantined=snapshot.quarantined_count,
        pages=plan.page_count,
        photos_new=snapshot.photo_count - len(outcomes),
        images=plan.image_count,
        images_to_encode=await _missing(objects, scope, plan.image_keys),
        usual_seconds=await usual_seconds(mongo, scope),
    )


async def _outcomes(mongo: Mongo, objects: Objects, scope: StoreScope, snapshot: Snapshot) -> list[MediaOutcome]:
    lists = [orjson.loads(await objects.get(key)) for key in snapshot.photo_keys]
    return await known_outcomes(mongo, scope, list(chain.from_iterable(lists)))


async def _missing(objects: Objects, scope: StoreScope, image_keys: list[str]) -> int:
    missing = 0
    for key in image_keys:
        work = decode_image_work(await objects.get(key))
        keys = [image_key(scope, variant.path) for photo in work for variant in photo.variants]
        missing += sum(size is None for size in await for_each(keys, objects.size))
    return missing
