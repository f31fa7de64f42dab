"""What a theme is shown with: the sample optician drawn in memory, or a store as its catalogue is now."""

from __future__ import annotations

from examples.optician import shop
from examples.optician.drawing.camera import PHOTO_SIZE
from examples.optician.frames import frames
from examples.optician.photos import Drawing, Shelf
from examples.optician.products import product_of
from storefront.catalogue.inspection import Inspector
from storefront.catalogue.models import Product
from storefront.catalogue.quarantine import QuarantinedRow
from storefront.catalogue.repository import Catalogue
from storefront.catalogue.snapshot import Head
from storefront.errors import UnknownStore
from storefront.imaging.intake import known_outcomes
from storefront.imaging.models import MediaFacts, MediaOutcome
from storefront.rendering.theme_dev.material import Material
from storefront.storage.manifest import digest_of
from submitter.session import Session

PRODUCTS, PHOTOS = 60, 180
_GROUND = "#f3f3f1"
_NOTHING = "data:image/webp;base64,UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA=="


def sample_material(products: int = PRODUCTS, photos: int = PHOTOS) -> Material:
    """The sample as a catalogue. Its photos are drawn when somebody looks at them, see theme_pictures.py."""
    head = Head(shop.configuration(), shop.brands(), shop.categories())
    shelf = Shelf(products, photos)
    made = [product_of(frame, [drawing.photo for drawing in shelf.own(frame)]) for frame in frames(products)]
    drawn = [drawing for frame in frames(products) for drawing in shelf.own(frame)]
    return Material(head, made, [MediaOutcome(drawing.photo.source, _facts(drawing)) for drawing in drawn])


def _facts(drawing: Drawing) -> MediaFacts:
    source = drawing.photo.source
    is_cut_out = source.endswith(".png")
    kind = "PNG" if is_cut_out else "JPEG"
    return MediaFacts(digest_of(source.encode()), *PHOTO_SIZE, kind, is_cut_out, _GROUND, _NOTHING, 0)


async def store_material(session: Session, store_id: str) -> Material:
    """A store's catalogue and what earlier builds found out about its photos. Raises UnknownStore."""
    scope = session.store(store_id)
    catalogue = Catalogue(session.mongo, scope)
    configuration = await catalogue.get_configuration()
    if configuration is None:
        raise UnknownStore(f"There is no store {store_id!r}.")
    inspector = Inspector(configuration.min_quality_score)
    products: list[Product] = []
    async for row in catalogue.product_rows():
        outcome = inspector.inspect(row)
        if not isinstance(outcome, QuarantinedRow):
            products.append(outcome)
    sources = sorted({media.source for product in products for media in product.media})
    head = Head(configuration, await catalogue.brands(), await catalogue.categories())
    return Material(head, products, await known_outcomes(session.mongo, scope, sources))
