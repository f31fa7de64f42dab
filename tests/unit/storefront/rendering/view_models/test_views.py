from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from typing import Any

import orjson

from storefront.rendering.contract import PageView
from storefront.rendering.view_models.context import PageContext
from storefront.rendering.view_models.heads import is_indexable
from storefront.rendering.view_models.security import content_security_policy
from storefront.rendering.view_models.views import page_view
from tests.factories.shops import a_configuration, a_product, photo_outcome
from tests.unit.storefront.rendering.view_models.pages import a_context, product_context


def view_of(context: PageContext) -> PageView:
    return page_view(context.page, context.plan, context.texts)


def graph_of(view: PageView) -> dict[str, Any]:
    nodes = orjson.loads(view["structured_data"][0].encode())["@graph"]
    return {node["@type"] if isinstance(node["@type"], str) else node["@type"][0]: node for node in nodes}


def test_the_head_of_a_product() -> None:
    meta = view_of(product_context(a_product(1)))["meta"]
    assert (meta["title"], meta["description"], meta["robots"]) == ("A title", "A description", None)
    assert meta["canonical"] == "https://lumen.example/products/frame-1/"
    assert [(link["code"], link["url"]) for link in meta["alternates"]] == [
        ("en", "https://lumen.example/products/frame-1/"),
        ("es", "https://lumen.example/es/products/frame-1/"),
        ("x-default", "https://lumen.example/products/frame-1/"),
    ]
    assert (meta["og_type"], meta["og_locale"]) == ("product", "en_US")
    assert re.fullmatch(r"https://lumen\.example/images/\w{20}/r1/card-ffffff\.jpg", meta["og_image"] or "")
    assert (meta["og_image_width"], meta["og_image_height"]) == (1200, 630)
    assert meta["og_image_alt"] == "Nordlys Frame 1, Black, front view"
    assert meta["preload"] is not None


def test_pages_for_the_customer_alone_are_not_indexed() -> None:
    meta = view_of(a_context("cart", path="/cart/"))["meta"]
    assert (meta["canonical"], meta["robots"], meta["alternates"]) == (None, "noindex", [])
    assert is_indexable("product")
    assert not is_indexable("not_found")


def test_without_a_public_address_nothing_absolute_is_claimed() -> None:
    view = view_of(product_context(a_product(1), configuration=a_configuration(base_url="")))
    assert (view["meta"]["canonical"], view["meta"]["og_image"], view["meta"]["alternates"]) == (None, None, [])


def test_a_store_without_any_photo_shares_the_theme_s_picture() -> None:
    context = a_context(configuration=a_configuration(base_url="https://lumen.example/frames"))
    plan = dataclasses.replace(context.plan, assets={"share.png": "/frames/assets/share.1.png"})
    meta = page_view(context.page, plan, context.texts)["meta"]
    assert meta["og_image"] == "https://lumen.example/frames/assets/share.1.png"
    assert (meta["og_image_width"], meta["og_image_height"]) == (1200, 630)


def test_a_page_without_photos_shares_the_store_s_and_a_store_without_any_its_icon() -> None:
    context = a_context()
    assert view_of(context)["meta"]["og_image"] == "https://lumen.example/assets/icon.svg"
    assert view_of(context)["meta"]["og_image_width"] is None
    plan = dataclasses.replace(context.plan, shared_photo=photo_outcome("a").facts)
    shared = page_view(context.page, plan, context.texts)["meta"]["og_image"]
    assert (shared or "").endswith("/r1/card-ffffff.jpg")
    bare = dataclasses.replace(context.plan, facts={**context.plan.facts, "icons": []})
    assert page_view(context.page, bare, context.texts)["meta"]["og_image"] is None


def test_the_base_path_is_before_every_address() -> None:
    configuration = a_configuration(base_url="https://lumen.example/frames")
    view = view_of(product_context(a_product(1), locale="es", configuration=configuration))
    assert view["path"] == "/frames/es/products/frame-1/"
    assert view["meta"]["canonical"] == "https://lumen.example/frames/es/products/frame-1/"
    assert [(link["code"], link["url"], link["current"]) for link in view["languages"]] == [
        ("en", "/frames/products/frame-1/", False),
        ("es", "/frames/es/products/frame-1/", True),
    ]
    assert view["breadcrumbs"] == [{"label": "Home", "url": "/frames/"}, {"label": "Here", "url": ""}]
    assert view["content"]["gallery"][0]["large_url"].startswith("/frames/images/")


def test_the_policy_allows_the_one_inline_style_by_its_hash() -> None:
    view = view_of(product_context(a_product(1)))
    digest = base64.b64encode(hashlib.sha256(view["inline_css"].encode()).digest()).decode()
    assert f"style-src 'self' 'sha256-{digest}';" in view["meta"]["content_security_policy"]
    assert "unsafe" not in view["meta"]["content_security_policy"]


def test_forms_stay_in_the_store() -> None:
    """The order goes out as an address that a script opens, and to the payment page a link leads."""
    policy = content_security_policy("")
    assert "form-action 'self';" in policy
    assert "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;" in policy


def test_a_product_s_markup_says_what_the_page_says() -> None:
    view = view_of(product_context(a_product(1)))
    product = graph_of(view)["ProductGroup"]
    assert product["name"] == view["content"]["name"]
    assert product["description"] == "Frame number 1 of many."
    assert product["brand"]["name"] == "Nordlys"
    assert [one["offers"]["price"] for one in product["hasVariant"]] == ["91.00", "91.00"]
    assert len(product["image"]) == 2
    assert product["hasVariant"][0]["image"] != product["hasVariant"][1]["image"]


def test_a_product_without_photos_gives_the_store_s_icon() -> None:
    product = graph_of(view_of(product_context(a_product(1, media=[], variants=[]))))["Product"]
    assert product["image"] == ["https://lumen.example/assets/icon.svg"]
    assert "brand" in product


def test_breadcrumbs_are_marked_up_with_absolute_addresses() -> None:
    trail = graph_of(view_of(a_context()))["BreadcrumbList"]["itemListElement"]
    assert [(step["name"], step["item"]) for step in trail] == [
        ("Home", "https://lumen.example/"),
        ("Here", "https://lumen.example/about/"),
    ]
