"""The feed for shopping agents: one JSON object a line, in the field names of OpenAI's product feed
(developers.openai.com/commerce/specs/file-upload/products). Orders are made on the store's own pages only."""

from __future__ import annotations

from typing import Any

import orjson

from storefront.seo.addresses import absolute_address
from storefront.seo.feeds.items import FeedItem, FeedProduct
from storefront.seo.feeds.seller import Seller
from storefront.seo.metadata import cut
from storefront.seo.models import SiteFacts

CONTENT_TYPE = "application/x-ndjson; charset=utf-8"

_TITLE, _SHORT = 150, 70
_GENDERS = {"women": "female", "men": "male", "unisex": "unisex", "kids": "unisex"}
# The policies' fields by what a page of the shop's terms is about.
_POLICIES = {"returns": "return_policy", "privacy": "seller_privacy_policy", "terms": "seller_tos"}


def entry(product: FeedProduct, item: FeedItem, facts: SiteFacts, locale: str) -> bytes:
    """One line. What is not known is left out."""
    content = {**_item(product, item), **_of_seller(facts, locale)}
    return orjson.dumps({name: value for name, value in content.items() if value not in (None, "", [], {})}) + b"\n"


def _item(product: FeedProduct, item: FeedItem) -> dict[str, Any]:
    varies = len(product.items) > 1
    return {
        "is_eligible_search": True,
        "is_eligible_checkout": False,
        "item_id": item.id,
        "title": cut(product.title_of(item), _TITLE),
        "description": product.description or product.name,
        "url": item.address,
        "brand": cut(product.brand, _SHORT) if product.brand else None,
        "image_url": item.images[0],
        "additional_image_urls": item.images[1:],
        "price": f"{item.price} {product.currency}",
        "sale_price": f"{item.sale_price} {product.currency}" if item.sale_price else None,
        "availability": "in_stock" if item.available else "out_of_stock",
        "group_id": product.id if varies else None,
        "item_group_title": product.name if varies else None,
        "listing_has_variations": varies,
        "variant_dict": _options(item) if varies else None,
        "gtin": item.gtin,
        "mpn": product.mpn,
        "condition": "new",
        "product_category": " > ".join(product.trail),
        "material": item.material or product.material,
        "color": item.colour,
        "size": item.size,
        "gender": _GENDERS.get(product.gender or ""),
        "age_group": "kids" if product.gender == "kids" else "adult",
        "weight": f"{product.weight_g:g}" if product.weight_g else None,
        "item_weight_unit": "g" if product.weight_g else None,
        "review_count": product.review_count or None,
        "star_rating": product.rating,
    }


def _options(item: FeedItem) -> dict[str, str]:
    named = {"color": item.colour, "size": item.size, "material": item.material, "pattern": item.pattern}
    return {**{name: value for name, value in named.items() if value}, **item.options}


def _of_seller(facts: SiteFacts, locale: str) -> dict[str, Any]:
    seller = facts.seller
    return {
        "seller_name": cut(facts.name, _SHORT),
        "seller_url": facts.absolute(facts.home(locale)),
        "store_country": seller.country,
        "target_countries": sorted({one.country for one in seller.deliveries}) or [seller.country],
        "shipping": _shipping(seller),
        "accepts_returns": None if seller.return_days is None else seller.return_days > 0,
        "return_deadline_in_days": seller.return_days or None,
        **_policies(facts, locale),
    }


def _shipping(seller: Seller) -> str:
    """`country:region:service class:price`, several with commas between them."""
    return ",".join(f"{one.country}::Standard:{one.price} {seller.currency}" for one in seller.deliveries)


def _policies(facts: SiteFacts, locale: str) -> dict[str, str]:
    slugs = facts.seller.policies
    pages = {name: slugs[kind] for kind, name in _POLICIES.items() if kind in slugs}
    home = facts.home(locale)
    return {name: absolute_address(facts.base_url, f"{home}policies/{slug}/") for name, slug in pages.items()}
