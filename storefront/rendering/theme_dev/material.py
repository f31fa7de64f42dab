"""What a preview is made of, and its plan: no database, no queue, all in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count

from storefront.catalogue.models import Product
from storefront.catalogue.shards import ProductShards
from storefront.catalogue.snapshot import Head, encode_head
from storefront.imaging.intake import encode_outcomes
from storefront.imaging.models import MediaOutcome
from storefront.rendering.plan_files import PageInput, SitePlan, decode_pages
from storefront.rendering.planning import plan_store
from storefront.rendering.themes import Theme
from storefront.storage.interfaces import Objects
from storefront.storage.manifest import decode_shard
from storefront.storage.objects import open_objects
from storefront.tenancy.scope import StoreScope

_SCOPE = StoreScope("preview", "preview")
_A_SHARD = 500


@dataclass(frozen=True, slots=True)
class Material:
    """A catalogue as a build's snapshot holds it, and what is known of its photos."""

    head: Head
    products: Sequence[Product]
    photos: Sequence[MediaOutcome]


@dataclass(frozen=True, slots=True)
class Planned:
    """A store's plan. `pages` go by path; `files` are what pages fetch besides the theme's assets."""

    site: SitePlan
    pages: dict[str, PageInput]
    files: dict[str, bytes]


_numbers = count(1)


async def planned(material: Material, theme: Theme, base_url: str) -> Planned:
    """Plan the store as it would be at this address. Raises ThemeBroken."""
    objects, build = open_objects("memory://"), f"preview-{next(_numbers)}"
    configuration = material.head.configuration.model_copy(update={"base_url": base_url, "theme": theme.name})
    await objects.put("head", encode_head(replace(material.head, configuration=configuration)))
    await objects.put("photos", encode_outcomes(list(material.photos)))
    shards = ProductShards(objects, lambda name: name, _A_SHARD)
    for product in sorted(material.products, key=lambda one: one.id):
        await shards.add(product)
    await shards.close()
    plan = await plan_store(
        objects, _SCOPE, build, head_key="head", product_keys=shards.keys, media_keys=["photos"], theme=theme
    )
    pages = [page for key in plan.page_keys for page in decode_pages(await objects.get(key))]
    return Planned(
        SitePlan.decode(await objects.get(plan.site_key)),
        {page.path: page for page in pages},
        await _files(objects, plan.assets_manifest_key),
    )


async def _files(objects: Objects, manifest_key: str) -> dict[str, bytes]:
    entries = decode_shard(await objects.get(manifest_key))
    return {entry.path: await objects.get(entry.key) for entry in entries}
