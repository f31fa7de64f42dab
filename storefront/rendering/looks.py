"""What a store's settings may not say about its looks and its checkout: asked before a build is recorded."""

from __future__ import annotations

from storefront.catalogue.hand_off import refuse_unusable_checkout
from storefront.catalogue.palette_check import check_palette
from storefront.catalogue.repository import Catalogue
from storefront.rendering.fonts import check_fonts
from storefront.storage.mongo import Mongo
from storefront.tenancy.scope import StoreScope


async def check_looks(mongo: Mongo, scope: StoreScope) -> None:
    """Raises PaletteRefused, UnknownFont, RequestInvalid. A store that is not there has no looks to complain of."""
    configuration = await Catalogue(mongo, scope).get_configuration()
    if configuration is not None:
        check_palette(configuration)
        check_fonts(configuration)
        refuse_unusable_checkout(configuration)
