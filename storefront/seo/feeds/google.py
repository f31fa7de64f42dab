"""Google's product feed: RSS 2.0 with the fields of its product data specification (support.google.com/merchants).

Read by Microsoft, Meta and Pinterest as well. Limits in characters are Google's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

from storefront.seo.feeds.items import FeedItem, FeedProduct
from storefront.seo.feeds.seller import Delivery, Seller
from storefront.seo.metadata import cut

CONTENT_TYPE = "application/xml; charset=utf-8"
FOOT = b"</channel>\n</rss>\n"

_TITLE, _SHORT, _TYPE = 150, 70, 750
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # XML 1.0, section 2.2
_GENDERS = {"women": "female", "men": "male", "unisex": "unisex", "kids": "unisex"}
# From Google's taxonomy, by the kinds of products there are.
_CATEGORIES = {
    "glasses": "Health & Beauty > Personal Care > Vision Care > Eyeglasses",
    "sunglasses": "Apparel & Accessories > Clothing Accessories > Sunglasses",
    "contact-lenses": "Health & Beauty > Personal Care > Vision Care > Contact Lenses",
    "accessory": "Health & Beauty > Personal Care > Vision Care > Eyewear Accessories",
}


def head(name: str, address: str, description: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0">\n<channel>\n'
        f"<title>{_text(name)}</title>\n<link>{_text(address)}</link>\n<description>{_text(description)}</description>\n"
    ).encode()


def entry(product: FeedProduct, item: FeedItem, seller: Seller) -> bytes:
    fields = "".join(f"<g:{name}>{_text(value)}</g:{name}>\n" for name, value in _fields(product, item) if value)
    deliveries = "".join(_delivery(one, seller.currency) for one in seller.deliveries)
    return f"<item>\n{fields}{deliveries}</item>\n".encode()


def _fields(product: FeedProduct, item: FeedItem) -> Iterator[tuple[str, str | None]]:
    yield "id", item.id
    yield "item_group_id", product.id if len(product.items) > 1 else None
    yield "title", cut(product.title_of(item), _TITLE)
    yield "description", product.description or product.name
    yield "link", item.address
    yield "image_link", item.images[0]
    yield from (("additional_image_link", image) for image in item.images[1:])
    yield "availability", "in_stock" if item.available else "out_of_stock"
    yield "price", f"{item.price} {product.currency}"
    yield "sale_price", f"{item.sale_price} {product.currency}" if item.sale_price else None
    yield "condition", "new"
    yield from _identity(product, item)
    yield from _looks(product, item)
    yield "google_product_category", _CATEGORIES.get(product.kind)
    yield "product_type", " > ".join(product.trail)[:_TYPE]


def _identity(product: FeedProduct, item: FeedItem) -> Iterator[tuple[str, str | None]]:
    yield "brand", cut(product.brand, _SHORT) if product.brand else None
    yield "gtin", item.gtin
    yield "mpn", product.mpn
    yield "identifier_exists", None if item.gtin or (product.brand and product.mpn) else "no"


def _looks(product: FeedProduct, item: FeedItem) -> Iterator[tuple[str, str | None]]:
    yield "color", cut(item.colour, 100) if item.colour else None
    yield "size", cut(item.size, 100) if item.size else None
    yield "material", cut(item.material or product.material or "", 200)
    yield "pattern", cut(item.pattern or "", 100)
    yield "gender", _GENDERS.get(product.gender or "")
    yield "age_group", "kids" if product.gender == "kids" else "adult"


def _delivery(one: Delivery, currency: str) -> str:
    handling, transit = one.handling_days, one.transit_days
    return (
        f"<g:shipping>\n<g:country>{_text(one.country)}</g:country>\n<g:price>{one.price} {_text(currency)}</g:price>\n"
        f"<g:min_handling_time>{handling[0]}</g:min_handling_time>\n<g:max_handling_time>{handling[1]}"
        f"</g:max_handling_time>\n<g:min_transit_time>{transit[0]}</g:min_transit_time>\n"
        f"<g:max_transit_time>{transit[1]}</g:max_transit_time>\n</g:shipping>\n"
    )


def _text(value: str) -> str:
    """Escaped; XML has no way to write some characters, so they go: one would make the whole feed unreadable."""
    return escape(_UNWRITABLE.sub("", value))
