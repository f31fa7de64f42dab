"""Products that a build goes on without, since their pages ended the processes that made them.

Each is told as {"product_id", "what", "reason"}: the product's id, its name in the store's language, why.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from storefront.catalogue.models import Product
from storefront.catalogue.repository import content_hash
from storefront.catalogue.set_aside import Aside
from storefront.errors import PageUnmakeable
from storefront.rendering.plan_files import PageInput
from storefront.rendering.survey import stream_products
from storefront.storage.interfaces import Objects

LeftOut = dict[str, str]


def product_of(page: PageInput, reason: str) -> Product:
    """The product whose page it is, in whichever language. Raises PageUnmakeable for a page that is no product's."""
    if page.type != "product":
        raise PageUnmakeable(f"The page {page.path} cannot be made. {reason}")
    return Product.model_validate(page.data["product"])


def told(product: Product, reason: str) -> LeftOut:
    return {"product_id": product.id, "what": product.name, "reason": reason}


async def left_out_before(
    objects: Objects, product_keys: list[str], known: Mapping[str, Aside], *, besides: Collection[str] = ()
) -> list[LeftOut]:
    """The products of a snapshot that earlier builds set aside and that are still the same; none of `besides`."""
    wanted = known.keys() - besides
    if not wanted:
        return []
    return [
        told(product, known[product.id].reason)
        async for product in stream_products(objects, product_keys)
        if product.id in wanted and content_hash(product) == known[product.id].content
    ]
