"""Structured data for every kind of page, in one place to import from."""

from storefront.seo.json_ld import Node, json_ld
from storefront.seo.page_markup import breadcrumb_markup, faq_markup, item_list_markup, website_markup
from storefront.seo.product_markup import product_markup
from storefront.seo.store_markup import store_id, store_markup

__all__ = [
    "Node",
    "breadcrumb_markup",
    "faq_markup",
    "item_list_markup",
    "json_ld",
    "product_markup",
    "store_id",
    "store_markup",
    "website_markup",
]
