"""Structured data for every kind of page, in one place to import from."""

from storefront.seo.json_ld import Node, json_ld
from storefront.seo.offers import can_be_bought, plain_amount, prices
from storefront.seo.page_markup import breadcrumb_markup, faq_markup, item_list_markup, website_markup
from storefront.seo.product_markup import product_markup
from storefront.seo.ratings import MeanRating, mean_rating
from storefront.seo.store_markup import store_id, store_markup

__all__ = [
    "MeanRating",
    "Node",
    "breadcrumb_markup",
    "can_be_bought",
    "faq_markup",
    "item_list_markup",
    "json_ld",
    "mean_rating",
    "plain_amount",
    "prices",
    "product_markup",
    "store_id",
    "store_markup",
    "website_markup",
]
