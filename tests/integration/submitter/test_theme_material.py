"""A store as its catalogue is now, for a theme to be shown with."""

from __future__ import annotations

import pytest

from storefront.catalogue.collections import prepare_collections
from storefront.catalogue.repository import Catalogue
from storefront.errors import UnknownStore
from storefront.imaging.variants import image_key
from storefront.rendering.theme_dev.studio import Studio
from storefront.rendering.themes import BUILT_IN
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope
from submitter.session import open_session
from submitter.theme_material import store_material
from submitter.theme_pictures import StorePictures
from tests.factories.catalogue import product, store_configuration
from tests.integration.conftest import Farm

STORE = StoreScope("local", "shown")


async def test_a_theme_is_shown_with_a_store(mongo: Mongo, field: Farm) -> None:
    catalogue = Catalogue(mongo, STORE)
    await prepare_collections(mongo, STORE)
    await catalogue.put_configuration(store_configuration(store_id="shown", store_name="Shown here"))
    await catalogue.upsert_products([product(1), product(2)])
    async with open_session(field.settings) as session:
        material = await store_material(session, "shown")
    studio = Studio(BUILT_IN / "modern-minimal", material, "http://127.0.0.1:8123")
    await studio.open()
    assert "Shown here" in (studio.html("/") or "")
    assert "/products/frame-00002/" in studio.paths


async def test_a_store_that_is_not_there_is_told(mongo: Mongo, field: Farm) -> None:
    async with open_session(field.settings) as session:
        with pytest.raises(UnknownStore, match="'nowhere'"):
            await store_material(session, "nowhere")


async def test_pictures_are_those_that_builds_made(mongo: Mongo, field: Farm) -> None:
    path = "/images/ab12/r1/320.webp"
    async with open_session(field.settings) as session:
        await session.objects.put(image_key(session.tenant, path), b"picture")
        pictures = StorePictures(session.objects, session.tenant)
        assert await pictures.picture(path) == (b"picture", "image/webp")
        assert await pictures.picture("/images/none/r1/320.webp") is None
